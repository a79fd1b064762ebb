/** Names that the IANA list has today, where a runtime may still list their older ones only. */
const RENAMED = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Catamarca',
  'America/Argentina/Cordoba',
  'America/Argentina/Jujuy',
  'America/Argentina/Mendoza',
  'America/Atikokan',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
];

/** Too young for the stores' own lists. */
const UNKNOWN_TO_STORES = new Set(['America/Coyhaique']);

/** Time zones that may be named, UTC first. Only a name of this list becomes part of a question to a store. */
export const TIME_ZONES: readonly string[] = [
  'UTC',
  ...[...new Set([...Intl.supportedValuesOf('timeZone'), ...RENAMED])]
    .filter((zone) => zone !== 'UTC' && !UNKNOWN_TO_STORES.has(zone))
    .sort(),
];

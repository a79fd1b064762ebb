import { findPhoneNumbersInText, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import validator from 'validator';

export const PERSONAL_DATA_KINDS = ['email', 'phone', 'card', 'key'] as const;
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number];

export interface PersonalDataHit {
  kind: PersonalDataKind;
  start: number;
  end: number;
}

const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}.-]{1,253}/gu;
/** 13 to 19 digits as cards are written: in one run, or in groups with one space or hyphen between. */
const CARD = /(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d]|[.,-]\d)/g;
/** With a country code. */
const PHONE_START = /(?:\+|\b00)[\d(]/;
/** Without one, order numbers and dates look the same, but for the groups of North America. */
const NORTH_AMERICAN = /(?<![\w.+/-])(?:\(\d{3}\) ?\d{3}-|\d{3}-\d{3}-|\d{3}\.\d{3}\.)\d{4}(?![\w/-]|\.\d)/g;
/** And behind a word that says what follows: "Tel. 020 7946 0958", "call us on 07700 900123". */
const AFTER_WORD =
  /\b(?:tel\.?|telephone|telefon|phone|mobile|cell|fax|whatsapp|sms|(?:call|ring|text|reach) (?:me|us|him|her|them))(?: (?:no\.?|number))?(?: (?:is|at|on))?[\s:=]{1,3}(\(?\d(?:[ ()./-]{0,2}\d){5,14})(?![\w-]|[.,]\d)/gi;
const DATE = /^\(?(?:19|20)\d\d[-/. ]/;
/** Secrets that say what they are: of common services, of this one, private keys and signed tokens. */
const KEYS = [
  /\bsk-(?:[a-z]+-)?[\w-]{20,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/g,
  /\bgithub_pat_\w{50,}\b/g,
  /\bglpat-[\w-]{20,}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\bAIza[\w-]{35}/g,
  /\b[rsp]k_(?:live|test)_[A-Za-z0-9]{16,}\b/g,
  /\bhf_[A-Za-z0-9]{30,}\b/g,
  /\bflt_[\w-]{20,}/g,
  /\beyJ[\w-]{8,2048}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/**
 * E-mail addresses, phone numbers, card numbers with a right check digit, and keys in a text, by place; those that
 * overlap are one, of the kind that begins first. It finds what has a form, not names or addresses; a national phone
 * number only in North American groups or behind a word for it.
 */
export function findPersonalData(text: string): PersonalDataHit[] {
  const hits: PersonalDataHit[] = [
    ...keysIn(text),
    ...emailsIn(text),
    ...cardsIn(text),
    ...phonesIn(text),
    ...nationalPhonesIn(text),
  ];
  hits.sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: PersonalDataHit[] = [];
  for (const hit of hits) {
    const last = joined.at(-1);
    if (last === undefined || hit.start >= last.end) joined.push(hit);
    else last.end = Math.max(last.end, hit.end);
  }
  return joined;
}

/** The text with each hit replaced by its kind, as in `[email]`. */
export function maskPersonalData(text: string, hits: readonly PersonalDataHit[]): string {
  let masked = '';
  let at = 0;
  for (const { kind, start, end } of hits) {
    masked += `${text.slice(at, start)}[${kind}]`;
    at = end;
  }
  return masked + text.slice(at);
}

function keysIn(text: string): PersonalDataHit[] {
  return KEYS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => hitOf('key', match)));
}

function emailsIn(text: string): PersonalDataHit[] {
  if (!text.includes('@')) return [];
  return [...text.matchAll(EMAIL)].flatMap((match) => {
    // The end of a sentence is no part of an address.
    const address = match[0].replace(/[.-]+$/, '');
    const start = match.index + (address.match(/^[.'%+-]+/)?.[0].length ?? 0);
    const wanted = text.slice(start, match.index + address.length);
    return validator.isEmail(wanted, { allow_utf8_local_part: true })
      ? [{ kind: 'email' as const, start, end: start + wanted.length }]
      : [];
  });
}

function cardsIn(text: string): PersonalDataHit[] {
  return [...text.matchAll(CARD)]
    .filter((match) => validator.isCreditCard(match[0]))
    .map((match) => hitOf('card', match));
}

function phonesIn(text: string): PersonalDataHit[] {
  if (!PHONE_START.test(text)) return [];
  return findPhoneNumbersInText(text.replace(/\b00(?=[1-9])/g, ' +')).map(({ startsAt, endsAt }) => ({
    kind: 'phone' as const,
    start: text[startsAt] === '0' ? startsAt - 1 : startsAt,
    end: endsAt,
  }));
}

function nationalPhonesIn(text: string): PersonalDataHit[] {
  const american = [...text.matchAll(NORTH_AMERICAN)].filter(
    ([number]) => parsePhoneNumberFromString(number, 'US')?.isValid() === true,
  );
  const called = [...text.matchAll(AFTER_WORD)].flatMap(({ index, 0: { length }, 1: number = '' }) => {
    const end = index + length;
    return DATE.test(number) ? [] : [{ kind: 'phone' as const, start: end - number.length, end }];
  });
  return [...american.map((match) => hitOf('phone', match)), ...called];
}

function hitOf(kind: PersonalDataKind, match: RegExpExecArray): PersonalDataHit {
  return { kind, start: match.index, end: match.index + match[0].length };
}

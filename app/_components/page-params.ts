/**
 * Parameters of an address that pages read for themselves, beside those of the filter. They belong to one page alone and
 * do not go along to another; any other unknown one is left out with a notice.
 */
export const PAGE_PARAMS: ReadonlySet<string> = new Set([
  'cursor',
  'before',
  'order',
  'limit',
  'view',
  'tab',
  'compare',
  'a',
  'b',
  'points',
  'metric',
  'new',
  'rule',
  'offset',
  'lambda',
  'as',
]);

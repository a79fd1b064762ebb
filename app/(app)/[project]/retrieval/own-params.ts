import type { PageSearchParams } from '../../../_server/page-filter.ts';

/** What belongs to one page of the section alone. */
const OWN = new Set(['rule', 'offset', 'cursor', 'limit']);

/** The page's own address as "?a=b", without what belongs to it alone, so that a relative range stays one. */
export function sharedSearch(sent: PageSearchParams, change: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(sent)) {
    if (OWN.has(name)) continue;
    for (const item of [value].flat()) if (item !== undefined) params.append(name, item.toWellFormed());
  }
  for (const [name, value] of Object.entries(change)) params.set(name, value);
  return params.size === 0 ? '' : `?${params}`;
}

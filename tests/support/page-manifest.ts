import { addressOf } from './route-manifest.ts';
import { sourceFiles } from './source-files.ts';

export interface Page {
  /** As in app/_server/page-permissions.ts: a parameter stands in brackets. */
  path: string;
  file: string;
  text: string;
}

export function readPages(): Page[] {
  return sourceFiles('app')
    .filter(({ path }) => path.endsWith('/page.tsx'))
    .map(({ path, text }) => ({ path: addressOf(path).replace(/\{(\w+)\}/g, '[$1]'), file: path, text }));
}

/**
 * What stands in the way of trusting the table of pages, one sentence a finding: a page without a row, a row without
 * a page, and a page of a project or account that does not ask by its own row.
 */
export function pageProblems(pages: readonly Page[], table: Record<string, string>): string[] {
  const paths = pages.map(({ path }) => path);
  const orphans = Object.keys(table).filter((path) => !paths.includes(path));
  return [
    ...pages.flatMap((page) => problemsOf(page, table[page.path])),
    ...orphans.map((path) => `${path} has a row and no page`),
  ];
}

function problemsOf({ path, file, text }: Page, access: string | undefined): string[] {
  if (access === undefined) return [`${path} (${file}) has no row in the table of pages`];
  if (access === 'public') return [];
  const ask = access === 'account' ? 'accountPageUser\\(' : 'pageContext\\(\\s*[^,()]+,\\s*';
  const own = path.replace(/[[\]/]/g, '\\$&');
  const calls = text.match(/\b(?:pageContext|accountPageUser)\([^)]*\)/g) ?? [];
  if (calls.length > 0 && calls.every((call) => new RegExp(`${ask}'${own}'`).test(call))) return [];
  return [`${path} (${file}) does not ask by its own row`];
}

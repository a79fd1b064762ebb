import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HandbookChunk, splitByHeading } from './handbook.ts';

/** The handbook in the order of its files, one chunk a second-level heading. */
export function loadHandbook(folder = join(import.meta.dirname, 'documents')): HandbookChunk[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .flatMap((name) =>
      splitByHeading(name.slice(0, -'.md'.length), readFileSync(join(folder, name), 'utf8')),
    );
}

import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { SPLITS, type Split } from './format.ts';

/** Queries of an export, by id, with their sides. */
export type ExportedRows = ReadonlyMap<string, Split>;

const entrySchema = z.tuple([z.enum(SPLITS), z.string()]);

/** As stored beside an export. Ids may hold any character. */
export function packRows(rows: Iterable<readonly [queryId: string, side: Split]>): Uint8Array<ArrayBuffer> {
  let lines = '';
  for (const [queryId, side] of rows) lines += `${JSON.stringify([side, queryId])}\n`;
  return Uint8Array.from(deflateSync(lines));
}

export function unpackRows(packed: Uint8Array): ExportedRows {
  const lines = inflateSync(packed).toString('utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      if (line === '') return [];
      const [side, queryId] = entrySchema.parse(JSON.parse(line));
      return [[queryId, side] as const];
    }),
  );
}

import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { openExportFile } from '#lib/export/open-export-file.ts';
import { defineRoute } from '../../../../../../_server/define-route.ts';

const CONTENT_TYPES: Record<string, string> = {
  '.jsonl': 'application/jsonl',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
};

export const GET = defineRoute({
  summary: 'A file of a finished export',
  permission: 'exports:manage',
  path: z.object({ id: z.string(), name: z.string() }),
  handle: async (ctx, { path }) => {
    // Opened before the status is sent, so that a file that has gone missing is an error and not an empty answer.
    const { file, handle } = await openExportFile(ctx, path);
    const body = Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        'content-type': CONTENT_TYPES[extname(file.name)] ?? 'application/octet-stream',
        'content-length': String(file.bytes),
        'content-disposition': `attachment; filename="${basename(file.name)}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  },
});

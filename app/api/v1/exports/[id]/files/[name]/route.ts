import { Readable } from 'node:stream';
import { z } from 'zod';
import { openExportFile } from '#lib/export/open-export-file.ts';
import { defineRoute } from '../../../../../../_server/define-route.ts';

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
        'content-type': file.name.endsWith('.jsonl') ? 'application/jsonl' : 'application/json',
        'content-length': String(file.bytes),
        'content-disposition': `attachment; filename="${file.name}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  },
});

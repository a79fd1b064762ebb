import { Readable } from 'node:stream';
import { z } from 'zod';
import { openExportArchive } from '#lib/export/open-export-archive.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'All files of a finished export in one zip',
  permission: 'exports:manage',
  path: z.object({ id: z.string() }),
  handle: async (ctx, { path: { id } }) => {
    const { name, archive } = await openExportArchive(ctx, { id });
    return new Response(Readable.toWeb(archive) as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${name}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  },
});

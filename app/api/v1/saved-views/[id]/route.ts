import { z } from 'zod';
import { deleteSavedView } from '#lib/quality/delete-saved-view.ts';
import { deletedSchema } from '#lib/quality/deployment-schema.ts';
import { renameSavedView } from '#lib/quality/rename-saved-view.ts';
import { renameSavedViewSchema, savedViewSchema } from '#lib/quality/saved-view-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const PATCH = defineRoute({
  summary: 'Give a saved view another name',
  permission: 'saved-views:write',
  path,
  body: renameSavedViewSchema,
  answer: savedViewSchema,
  handle: (ctx, { path: { id }, body }) => renameSavedView(ctx, { id, ...body }),
});

export const DELETE = defineRoute({
  summary: 'Delete a saved view for everyone',
  permission: 'saved-views:write',
  path,
  answer: deletedSchema,
  handle: (ctx, { path: { id } }) => deleteSavedView(ctx, { id }),
});

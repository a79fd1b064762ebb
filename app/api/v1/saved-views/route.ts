import { mayDo } from '#lib/auth/permissions.ts';
import { createSavedView } from '#lib/quality/create-saved-view.ts';
import { listSavedViews } from '#lib/quality/queries/saved-views.ts';
import {
  createSavedViewSchema,
  savedViewListSchema,
  savedViewSchema,
} from '#lib/quality/saved-view-schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Saved views of the project, by name',
  permission: 'quality:read',
  answer: savedViewListSchema,
  handle: async (ctx) => ({
    items: await listSavedViews(ctx),
    mayWrite: mayDo(ctx.actor, 'saved-views:write'),
  }),
});

export const POST = defineRoute({
  summary: 'Save a page with its filter for everyone in the project',
  permission: 'saved-views:write',
  body: createSavedViewSchema,
  answer: savedViewSchema,
  status: 201,
  handle: (ctx, { body }) => createSavedView(ctx, body),
});

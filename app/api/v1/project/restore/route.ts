import { projectViewSchema } from '#lib/auth/project-schema.ts';
import { restoreProject } from '#lib/auth/restore-project.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Take an archived project back into use',
  permission: 'project:archive',
  answer: projectViewSchema,
  handle: (ctx) => restoreProject(ctx),
});

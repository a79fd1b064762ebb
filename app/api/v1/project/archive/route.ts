import { archiveProject } from '#lib/auth/archive-project.ts';
import { projectViewSchema } from '#lib/auth/project-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Archive the project: readable, and taking nothing in',
  permission: 'project:archive',
  answer: projectViewSchema,
  handle: (ctx) => archiveProject(ctx),
});

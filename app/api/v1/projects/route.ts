import { z } from 'zod';
import { createProject } from '#lib/auth/create-project.ts';
import { createProjectSchema, ownProjectSchema, projectViewSchema } from '#lib/auth/project-schema.ts';
import { listProjectsOf } from '#lib/auth/queries/projects.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The projects of whoever is signed in, archived ones too',
  permission: 'account',
  answer: z.object({ items: z.array(ownProjectSchema) }),
  handle: async ({ stores, user }) => ({ items: await listProjectsOf(stores, user.id) }),
});

export const POST = defineRoute({
  summary: 'Make a project, as the owner of another one',
  permission: 'account',
  body: createProjectSchema,
  answer: projectViewSchema,
  status: 201,
  handle: (ctx, { body }) => createProject(ctx, body),
});

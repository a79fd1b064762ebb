import { z } from 'zod';
import { deleteProject } from '#lib/auth/delete-project.ts';
import {
  deleteProjectSchema,
  projectViewSchema,
  saveProjectSettingsSchema,
} from '#lib/auth/project-schema.ts';
import { readProject } from '#lib/auth/queries/projects.ts';
import { saveProjectSettings } from '#lib/auth/save-project-settings.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The settings of the project',
  permission: 'settings:manage',
  answer: projectViewSchema,
  handle: (ctx) => readProject(ctx),
});

export const PATCH = defineRoute({
  summary: 'Change name, time zone or events a minute of the project',
  permission: 'settings:manage',
  body: saveProjectSettingsSchema,
  answer: projectViewSchema,
  handle: (ctx, { body }) => saveProjectSettings(ctx, body),
});

export const DELETE = defineRoute({
  summary: 'Delete the project with everything in it, for good; its name must be given',
  permission: 'project:delete',
  body: deleteProjectSchema,
  answer: z.object({ status: z.literal('ordered') }),
  status: 202,
  handle: (ctx, { body }) => deleteProject(ctx, body),
});

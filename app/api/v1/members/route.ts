import { peopleSchema } from '#lib/auth/member-schema.ts';
import { listPeople } from '#lib/auth/queries/members.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The members of the project, and reviewers without an account',
  permission: 'members:read',
  answer: peopleSchema,
  handle: (ctx) => listPeople(ctx),
});

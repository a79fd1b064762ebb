import { z } from 'zod';
import { roleSchema } from './schema.ts';

export const changeRoleSchema = z.strictObject({ personId: z.string().max(64), role: roleSchema });
export const removeMemberSchema = z.strictObject({ personId: z.string().max(64) });
export const claimReviewerSchema = z.strictObject({
  /** The imported person without account. */
  reviewerId: z.string().max(64),
  /** The member whose labels they are. */
  memberId: z.string().max(64),
});

/** Someone with an account and a role. Times are ISO 8601. */
export const memberSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  accountName: z.string(),
  role: roleSchema,
  isLocalOwner: z.boolean(),
  isYou: z.boolean(),
  /** By the sessions that are alive; null: not signed in anywhere. To a minute. */
  lastSeenAt: z.string().nullable(),
  /** Labels that count. */
  labels: z.number(),
});
export type Member = z.output<typeof memberSchema>;

/** Someone who labelled and cannot sign in here: a name that came with an import, or a former member. */
export const reviewerSchema = z.object({
  id: z.string(),
  name: z.string(),
  labels: z.number(),
  isFormerMember: z.boolean(),
});
export type Reviewer = z.output<typeof reviewerSchema>;

export const peopleSchema = z.object({ members: z.array(memberSchema), reviewers: z.array(reviewerSchema) });
export type People = z.output<typeof peopleSchema>;

/** What came of a change of members; `conflict` says in a sentence why nothing was changed. */
export const memberChangeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('changed') }),
  z.object({ status: z.literal('unchanged') }),
]);
export type MemberChange = z.output<typeof memberChangeSchema> | { status: 'conflict'; message: string };

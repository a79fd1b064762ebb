import { z } from 'zod';
import { adjudicateQuery } from '#lib/labelling/adjudicate-query.ts';
import { adjudicatedSchema, decisionsSchema } from '#lib/labelling/adjudication-schema.ts';
import { readDecisions } from '#lib/labelling/queries/decisions.ts';
import { adjudicateSchema } from '#lib/labelling/schema.ts';
import { conflictOr } from '../../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What was decided on a query where its reviewers differ, and earlier decisions that count no more',
  permission: 'labels:read',
  path: z.object({ id: z.string() }),
  answer: decisionsSchema,
  handle: (ctx, { path }) => readDecisions(ctx, path.id),
});

export const POST = defineRoute({
  summary: 'Decide what the label of a query is; the labels of its reviewers stay',
  permission: 'queues:manage',
  path: z.object({ id: z.string() }),
  /** The decision that you know to stand, `none` for none: 409 where another one does. Without, whatever stands is replaced. */
  query: z.object({ standing: z.string().min(1).max(256).optional() }),
  body: adjudicateSchema.shape.label,
  answer: adjudicatedSchema,
  status: 201,
  handle: async (ctx, { path, query: { standing }, body }) => {
    const known = standing === 'none' ? null : standing;
    return conflictOr(await adjudicateQuery(ctx, { queryId: path.id, label: body, standing: known }));
  },
});

import { agreementSchema, readAgreementSchema } from '#lib/labelling/agreement-schema.ts';
import { readAgreement } from '#lib/labelling/queries/agreement.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'How far reviewers agree on verdict, failure and grades, with the queries behind each pair of ratings',
  permission: 'labels:read',
  query: readAgreementSchema,
  answer: agreementSchema,
  handle: (ctx, { query }) => readAgreement(ctx, query),
});

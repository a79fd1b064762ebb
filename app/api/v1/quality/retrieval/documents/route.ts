import { retrievedDocuments } from '#lib/quality/queries/retrieved-documents.ts';
import { documentParamsSchema, retrievedDocumentsSchema } from '#lib/quality/retrieval-report-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'The first k hits by source document or index version: how often, with which score, how often relevant.',
  permission: 'quality:read',
  filter: true,
  query: documentParamsSchema,
  answer: retrievedDocumentsSchema,
  handle: (ctx, { filter, query }) => retrievedDocuments(ctx, filter, query),
});

import { INGEST_ROUTES } from '#lib/ingest/routes.ts';
import { defineRoute, jsonResponse } from '../../../_server/define-route.ts';
import { type DocumentedRoute, openApiDocument } from '../../../_server/openapi.ts';
import * as metrics from '../../../metrics/route.ts';
import * as agreement from '../agreement/route.ts';
import * as ask from '../ask/route.ts';
import * as audit from '../audit/route.ts';
import * as chunks from '../chunks/route.ts';
import * as dataHealth from '../data-health/route.ts';
import * as deploymentsOne from '../deployments/[id]/route.ts';
import * as deployments from '../deployments/route.ts';
import * as disputes from '../disputes/route.ts';
import * as exportsOneArchive from '../exports/[id]/archive/route.ts';
import * as exportsOneCancel from '../exports/[id]/cancel/route.ts';
import * as exportsOneFilesName from '../exports/[id]/files/[name]/route.ts';
import * as exportsOneFindingsGate from '../exports/[id]/findings/[gate]/route.ts';
import * as exportsOneOverride from '../exports/[id]/override/route.ts';
import * as exportsOne from '../exports/[id]/route.ts';
import * as exportsPreview from '../exports/preview/route.ts';
import * as exports from '../exports/route.ts';
import * as formatsOne from '../formats/[id]/route.ts';
import * as formats from '../formats/route.ts';
import * as formatsTest from '../formats/test/route.ts';
import * as gapsOne from '../gaps/[id]/route.ts';
import * as gapsRefresh from '../gaps/refresh/route.ts';
import * as gaps from '../gaps/route.ts';
import * as goldenSetsOneDifference from '../golden-sets/[id]/difference/route.ts';
import * as goldenSetsOneQuestions from '../golden-sets/[id]/questions/route.ts';
import * as goldenSetsOne from '../golden-sets/[id]/route.ts';
import * as goldenSetsOneVersions from '../golden-sets/[id]/versions/route.ts';
import * as goldenSetsImport from '../golden-sets/import/route.ts';
import * as goldenSets from '../golden-sets/route.ts';
import * as goldenSetsSample from '../golden-sets/sample/route.ts';
import * as invitationsOne from '../invitations/[id]/route.ts';
import * as invitations from '../invitations/route.ts';
import * as itemsOneAssign from '../items/[id]/assign/route.ts';
import * as itemsOneDraft from '../items/[id]/draft/route.ts';
import * as itemsOneLabel from '../items/[id]/label/route.ts';
import * as itemsOneLease from '../items/[id]/lease/route.ts';
import * as itemsOneRelease from '../items/[id]/release/route.ts';
import * as itemsOneRemove from '../items/[id]/remove/route.ts';
import * as itemsOneSkip from '../items/[id]/skip/route.ts';
import * as keysOneRevoke from '../keys/[id]/revoke/route.ts';
import * as keys from '../keys/route.ts';
import * as knowledgeOneDocuments from '../knowledge/[id]/documents/route.ts';
import * as knowledgeOneIndex from '../knowledge/[id]/index/route.ts';
import * as knowledgeOneIndices from '../knowledge/[id]/indices/route.ts';
import * as knowledgeOne from '../knowledge/[id]/route.ts';
import * as knowledgeOneSync from '../knowledge/[id]/sync/route.ts';
import * as knowledge from '../knowledge/route.ts';
import * as knowledgeDocumentsOne from '../knowledge-documents/[id]/route.ts';
import * as knowledgeIndicesOneCancel from '../knowledge-indices/[id]/cancel/route.ts';
import * as labelsOneUndo from '../labels/[id]/undo/route.ts';
import * as labelsMine from '../labels/mine/route.ts';
import * as labels from '../labels/route.ts';
import * as membersOneClaim from '../members/[id]/claim/route.ts';
import * as membersOnePasswordLink from '../members/[id]/password-link/route.ts';
import * as membersOne from '../members/[id]/route.ts';
import * as members from '../members/route.ts';
import * as pricesOne from '../prices/[id]/route.ts';
import * as prices from '../prices/route.ts';
import * as projectArchive from '../project/archive/route.ts';
import * as projectRestore from '../project/restore/route.ts';
import * as project from '../project/route.ts';
import * as projects from '../projects/route.ts';
import * as prompts from '../prompts/route.ts';
import * as providersOne from '../providers/[id]/route.ts';
import * as providersOneTest from '../providers/[id]/test/route.ts';
import * as providers from '../providers/route.ts';
import * as qualityAnswers from '../quality/answers/route.ts';
import * as qualityChunksList from '../quality/chunks/list/route.ts';
import * as qualityChunks from '../quality/chunks/route.ts';
import * as qualityCompare from '../quality/compare/route.ts';
import * as qualityDimensions from '../quality/dimensions/route.ts';
import * as qualityFailureDetails from '../quality/failure-details/route.ts';
import * as qualityFormatFailures from '../quality/format-failures/route.ts';
import * as qualityLexicalGaps from '../quality/lexical-gaps/route.ts';
import * as qualityOverview from '../quality/overview/route.ts';
import * as qualityQuadrant from '../quality/quadrant/route.ts';
import * as qualityRetrievalCandidates from '../quality/retrieval/candidates/route.ts';
import * as qualityRetrievalDiversity from '../quality/retrieval/diversity/route.ts';
import * as qualityRetrievalDocuments from '../quality/retrieval/documents/route.ts';
import * as qualityRetrieval from '../quality/retrieval/route.ts';
import * as qualityRetrievalWorst from '../quality/retrieval/worst/route.ts';
import * as qualityScores from '../quality/scores/route.ts';
import * as quarantineReplay from '../quarantine/replay/route.ts';
import * as quarantine from '../quarantine/route.ts';
import * as queriesOneAdjudication from '../queries/[id]/adjudication/route.ts';
import * as queriesOneLabelling from '../queries/[id]/labelling/route.ts';
import * as queriesOneRetrieval from '../queries/[id]/retrieval/route.ts';
import * as queriesOne from '../queries/[id]/route.ts';
import * as queriesOneTrace from '../queries/[id]/trace/route.ts';
import * as queries from '../queries/route.ts';
import * as queuesOneAssign from '../queues/[id]/assign/route.ts';
import * as queuesOneClaim from '../queues/[id]/claim/route.ts';
import * as queuesOneCounts from '../queues/[id]/counts/route.ts';
import * as queuesOneFill from '../queues/[id]/fill/route.ts';
import * as queuesOneItems from '../queues/[id]/items/route.ts';
import * as queuesOne from '../queues/[id]/route.ts';
import * as queuesCounts from '../queues/counts/route.ts';
import * as queues from '../queues/route.ts';
import * as reviewers from '../reviewers/route.ts';
import * as savedViewsOne from '../saved-views/[id]/route.ts';
import * as savedViews from '../saved-views/route.ts';
import * as scoreMappingsOneApply from '../score-mappings/[id]/apply/route.ts';
import * as scoreMappingsOne from '../score-mappings/[id]/route.ts';
import * as scoreMappings from '../score-mappings/route.ts';
import * as sessionsOne from '../sessions/[id]/route.ts';
import * as tags from '../tags/route.ts';

type Operation = { definition: DocumentedRoute['definition'] };

/** Every route of the API that Next serves; a test compares this list with the folder. */
const MODULES: readonly (readonly [path: string, operations: Record<string, Operation>])[] = [
  ['/metrics', metrics],
  ['/api/v1/agreement', agreement],
  ['/api/v1/chunks', chunks],
  ['/api/v1/data-health', dataHealth],
  ['/api/v1/disputes', disputes],
  ['/api/v1/exports', exports],
  ['/api/v1/exports/preview', exportsPreview],
  ['/api/v1/exports/{id}', exportsOne],
  ['/api/v1/exports/{id}/archive', exportsOneArchive],
  ['/api/v1/exports/{id}/cancel', exportsOneCancel],
  ['/api/v1/exports/{id}/files/{name}', exportsOneFilesName],
  ['/api/v1/exports/{id}/findings/{gate}', exportsOneFindingsGate],
  ['/api/v1/exports/{id}/override', exportsOneOverride],
  ['/api/v1/invitations', invitations],
  ['/api/v1/invitations/{id}', invitationsOne],
  ['/api/v1/items/{id}/assign', itemsOneAssign],
  ['/api/v1/items/{id}/draft', itemsOneDraft],
  ['/api/v1/items/{id}/label', itemsOneLabel],
  ['/api/v1/items/{id}/lease', itemsOneLease],
  ['/api/v1/items/{id}/release', itemsOneRelease],
  ['/api/v1/items/{id}/remove', itemsOneRemove],
  ['/api/v1/items/{id}/skip', itemsOneSkip],
  ['/api/v1/labels', labels],
  ['/api/v1/labels/mine', labelsMine],
  ['/api/v1/labels/{id}/undo', labelsOneUndo],
  ['/api/v1/golden-sets', goldenSets],
  ['/api/v1/golden-sets/import', goldenSetsImport],
  ['/api/v1/golden-sets/sample', goldenSetsSample],
  ['/api/v1/golden-sets/{id}', goldenSetsOne],
  ['/api/v1/golden-sets/{id}/difference', goldenSetsOneDifference],
  ['/api/v1/golden-sets/{id}/questions', goldenSetsOneQuestions],
  ['/api/v1/golden-sets/{id}/versions', goldenSetsOneVersions],
  ['/api/v1/providers', providers],
  ['/api/v1/providers/{id}', providersOne],
  ['/api/v1/providers/{id}/test', providersOneTest],
  ['/api/v1/quality/answers', qualityAnswers],
  ['/api/v1/quality/compare', qualityCompare],
  ['/api/v1/quality/dimensions', qualityDimensions],
  ['/api/v1/gaps', gaps],
  ['/api/v1/gaps/refresh', gapsRefresh],
  ['/api/v1/gaps/{id}', gapsOne],
  ['/api/v1/quality/overview', qualityOverview],
  ['/api/v1/quality/quadrant', qualityQuadrant],
  ['/api/v1/quality/retrieval', qualityRetrieval],
  ['/api/v1/quality/retrieval/candidates', qualityRetrievalCandidates],
  ['/api/v1/quality/retrieval/diversity', qualityRetrievalDiversity],
  ['/api/v1/quality/retrieval/documents', qualityRetrievalDocuments],
  ['/api/v1/quality/retrieval/worst', qualityRetrievalWorst],
  ['/api/v1/quality/chunks', qualityChunks],
  ['/api/v1/quality/chunks/list', qualityChunksList],
  ['/api/v1/quality/lexical-gaps', qualityLexicalGaps],
  ['/api/v1/quality/scores', qualityScores],
  ['/api/v1/quarantine', quarantine],
  ['/api/v1/quarantine/replay', quarantineReplay],
  ['/api/v1/queries', queries],
  ['/api/v1/queries/{id}', queriesOne],
  ['/api/v1/queries/{id}/adjudication', queriesOneAdjudication],
  ['/api/v1/queries/{id}/labelling', queriesOneLabelling],
  ['/api/v1/queries/{id}/retrieval', queriesOneRetrieval],
  ['/api/v1/queries/{id}/trace', queriesOneTrace],
  ['/api/v1/queues', queues],
  ['/api/v1/queues/{id}', queuesOne],
  ['/api/v1/queues/{id}/assign', queuesOneAssign],
  ['/api/v1/queues/{id}/claim', queuesOneClaim],
  ['/api/v1/queues/counts', queuesCounts],
  ['/api/v1/queues/{id}/counts', queuesOneCounts],
  ['/api/v1/queues/{id}/fill', queuesOneFill],
  ['/api/v1/queues/{id}/items', queuesOneItems],
  ['/api/v1/reviewers', reviewers],
  ['/api/v1/score-mappings', scoreMappings],
  ['/api/v1/score-mappings/{id}', scoreMappingsOne],
  ['/api/v1/score-mappings/{id}/apply', scoreMappingsOneApply],
  ['/api/v1/sessions/{id}', sessionsOne],
  ['/api/v1/tags', tags],
  ['/api/v1/deployments', deployments],
  ['/api/v1/deployments/{id}', deploymentsOne],
  ['/api/v1/formats', formats],
  ['/api/v1/formats/{id}', formatsOne],
  ['/api/v1/formats/test', formatsTest],
  ['/api/v1/prices', prices],
  ['/api/v1/prices/{id}', pricesOne],
  ['/api/v1/quality/failure-details', qualityFailureDetails],
  ['/api/v1/quality/format-failures', qualityFormatFailures],
  ['/api/v1/saved-views', savedViews],
  ['/api/v1/saved-views/{id}', savedViewsOne],
  ['/api/v1/ask', ask],
  ['/api/v1/knowledge', knowledge],
  ['/api/v1/knowledge/{id}', knowledgeOne],
  ['/api/v1/knowledge/{id}/documents', knowledgeOneDocuments],
  ['/api/v1/knowledge/{id}/index', knowledgeOneIndex],
  ['/api/v1/knowledge/{id}/indices', knowledgeOneIndices],
  ['/api/v1/knowledge/{id}/sync', knowledgeOneSync],
  ['/api/v1/knowledge-documents/{id}', knowledgeDocumentsOne],
  ['/api/v1/knowledge-indices/{id}/cancel', knowledgeIndicesOneCancel],
  ['/api/v1/prompts', prompts],
  ['/api/v1/audit', audit],
  ['/api/v1/keys/{id}/revoke', keysOneRevoke],
  ['/api/v1/keys', keys],
  ['/api/v1/members/{id}/claim', membersOneClaim],
  ['/api/v1/members/{id}/password-link', membersOnePasswordLink],
  ['/api/v1/members/{id}', membersOne],
  ['/api/v1/members', members],
  ['/api/v1/project/archive', projectArchive],
  ['/api/v1/project/restore', projectRestore],
  ['/api/v1/project', project],
  ['/api/v1/projects', projects],
];

/** Open to all: it holds no data. */
export const GET = defineRoute({
  summary: 'The API reference, made from the schemas that check the requests.',
  permission: 'public',
  handle: async () => jsonResponse(openApiDocument([...ingestRoutes(), ...servedRoutes()])),
});

function servedRoutes(): DocumentedRoute[] {
  return MODULES.flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { definition }]) => ({ method, path, definition })),
  );
}

function ingestRoutes(): DocumentedRoute[] {
  return INGEST_ROUTES.map(({ method, path, summary, permission, body, answer }) => ({
    method,
    path,
    definition: { summary, permission, body, answer },
  }));
}

import { INGEST_ROUTES } from '#lib/ingest/routes.ts';
import { defineRoute, jsonResponse } from '../../../_server/define-route.ts';
import { type DocumentedRoute, openApiDocument } from '../../../_server/openapi.ts';
import * as metrics from '../../../metrics/route.ts';
import * as agreement from '../agreement/route.ts';
import * as audit from '../audit/route.ts';
import * as chunks from '../chunks/route.ts';
import * as dataHealth from '../data-health/route.ts';
import * as disputes from '../disputes/route.ts';
import * as exportsOneCancel from '../exports/[id]/cancel/route.ts';
import * as exportsOneFilesName from '../exports/[id]/files/[name]/route.ts';
import * as exportsOne from '../exports/[id]/route.ts';
import * as exports from '../exports/route.ts';
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
import * as labelsOneUndo from '../labels/[id]/undo/route.ts';
import * as labelsMine from '../labels/mine/route.ts';
import * as labels from '../labels/route.ts';
import * as membersOneClaim from '../members/[id]/claim/route.ts';
import * as membersOnePasswordLink from '../members/[id]/password-link/route.ts';
import * as membersOne from '../members/[id]/route.ts';
import * as members from '../members/route.ts';
import * as projectArchive from '../project/archive/route.ts';
import * as projectRestore from '../project/restore/route.ts';
import * as project from '../project/route.ts';
import * as projects from '../projects/route.ts';
import * as qualityAnswers from '../quality/answers/route.ts';
import * as qualityDimensions from '../quality/dimensions/route.ts';
import * as qualityOverview from '../quality/overview/route.ts';
import * as qualityQuadrant from '../quality/quadrant/route.ts';
import * as qualityRetrieval from '../quality/retrieval/route.ts';
import * as qualityScores from '../quality/scores/route.ts';
import * as quarantineReplay from '../quarantine/replay/route.ts';
import * as quarantine from '../quarantine/route.ts';
import * as queriesOneAdjudication from '../queries/[id]/adjudication/route.ts';
import * as queriesOneLabelling from '../queries/[id]/labelling/route.ts';
import * as queriesOne from '../queries/[id]/route.ts';
import * as queriesOneTrace from '../queries/[id]/trace/route.ts';
import * as queries from '../queries/route.ts';
import * as queuesOneAssign from '../queues/[id]/assign/route.ts';
import * as queuesOneClaim from '../queues/[id]/claim/route.ts';
import * as queuesOneCounts from '../queues/[id]/counts/route.ts';
import * as queuesOneFill from '../queues/[id]/fill/route.ts';
import * as queuesOneItems from '../queues/[id]/items/route.ts';
import * as queuesOne from '../queues/[id]/route.ts';
import * as queues from '../queues/route.ts';
import * as reviewers from '../reviewers/route.ts';
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
  ['/api/v1/exports/{id}', exportsOne],
  ['/api/v1/exports/{id}/cancel', exportsOneCancel],
  ['/api/v1/exports/{id}/files/{name}', exportsOneFilesName],
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
  ['/api/v1/quality/answers', qualityAnswers],
  ['/api/v1/quality/dimensions', qualityDimensions],
  ['/api/v1/quality/overview', qualityOverview],
  ['/api/v1/quality/quadrant', qualityQuadrant],
  ['/api/v1/quality/retrieval', qualityRetrieval],
  ['/api/v1/quality/scores', qualityScores],
  ['/api/v1/quarantine', quarantine],
  ['/api/v1/quarantine/replay', quarantineReplay],
  ['/api/v1/queries', queries],
  ['/api/v1/queries/{id}', queriesOne],
  ['/api/v1/queries/{id}/adjudication', queriesOneAdjudication],
  ['/api/v1/queries/{id}/labelling', queriesOneLabelling],
  ['/api/v1/queries/{id}/trace', queriesOneTrace],
  ['/api/v1/queues', queues],
  ['/api/v1/queues/{id}', queuesOne],
  ['/api/v1/queues/{id}/assign', queuesOneAssign],
  ['/api/v1/queues/{id}/claim', queuesOneClaim],
  ['/api/v1/queues/{id}/counts', queuesOneCounts],
  ['/api/v1/queues/{id}/fill', queuesOneFill],
  ['/api/v1/queues/{id}/items', queuesOneItems],
  ['/api/v1/reviewers', reviewers],
  ['/api/v1/score-mappings', scoreMappings],
  ['/api/v1/score-mappings/{id}', scoreMappingsOne],
  ['/api/v1/score-mappings/{id}/apply', scoreMappingsOneApply],
  ['/api/v1/sessions/{id}', sessionsOne],
  ['/api/v1/tags', tags],
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

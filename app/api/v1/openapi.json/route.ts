import { INGEST_ROUTES } from '#lib/ingest/routes.ts';
import { jsonResponse } from '../../../_server/define-route.ts';
import { type DocumentedRoute, openApiDocument } from '../../../_server/openapi.ts';
import * as exportsOneCancel from '../exports/[id]/cancel/route.ts';
import * as exportsOneFilesName from '../exports/[id]/files/[name]/route.ts';
import * as exportsOne from '../exports/[id]/route.ts';
import * as exports from '../exports/route.ts';
import * as itemsOneDraft from '../items/[id]/draft/route.ts';
import * as itemsOneLabel from '../items/[id]/label/route.ts';
import * as itemsOneLease from '../items/[id]/lease/route.ts';
import * as itemsOneRelease from '../items/[id]/release/route.ts';
import * as itemsOneSkip from '../items/[id]/skip/route.ts';
import * as labelsOneUndo from '../labels/[id]/undo/route.ts';
import * as labels from '../labels/route.ts';
import * as qualityAnswers from '../quality/answers/route.ts';
import * as qualityDimensions from '../quality/dimensions/route.ts';
import * as qualityOverview from '../quality/overview/route.ts';
import * as qualityQuadrant from '../quality/quadrant/route.ts';
import * as qualityRetrieval from '../quality/retrieval/route.ts';
import * as quarantineReplay from '../quarantine/replay/route.ts';
import * as quarantine from '../quarantine/route.ts';
import * as queriesOneLabelling from '../queries/[id]/labelling/route.ts';
import * as queriesOne from '../queries/[id]/route.ts';
import * as queries from '../queries/route.ts';
import * as queuesOneClaim from '../queues/[id]/claim/route.ts';
import * as queuesOneItems from '../queues/[id]/items/route.ts';
import * as queuesOne from '../queues/[id]/route.ts';
import * as queues from '../queues/route.ts';
import * as sessionsOne from '../sessions/[id]/route.ts';
import * as tags from '../tags/route.ts';

type Operation = { definition: DocumentedRoute['definition'] };

/** Every route of the API that Next serves; a test compares this list with the folder. */
const MODULES: readonly (readonly [path: string, operations: Record<string, Operation>])[] = [
  ['/api/v1/exports', exports],
  ['/api/v1/exports/{id}', exportsOne],
  ['/api/v1/exports/{id}/cancel', exportsOneCancel],
  ['/api/v1/exports/{id}/files/{name}', exportsOneFilesName],
  ['/api/v1/items/{id}/draft', itemsOneDraft],
  ['/api/v1/items/{id}/label', itemsOneLabel],
  ['/api/v1/items/{id}/lease', itemsOneLease],
  ['/api/v1/items/{id}/release', itemsOneRelease],
  ['/api/v1/items/{id}/skip', itemsOneSkip],
  ['/api/v1/labels', labels],
  ['/api/v1/labels/{id}/undo', labelsOneUndo],
  ['/api/v1/quality/answers', qualityAnswers],
  ['/api/v1/quality/dimensions', qualityDimensions],
  ['/api/v1/quality/overview', qualityOverview],
  ['/api/v1/quality/quadrant', qualityQuadrant],
  ['/api/v1/quality/retrieval', qualityRetrieval],
  ['/api/v1/quarantine', quarantine],
  ['/api/v1/quarantine/replay', quarantineReplay],
  ['/api/v1/queries', queries],
  ['/api/v1/queries/{id}', queriesOne],
  ['/api/v1/queries/{id}/labelling', queriesOneLabelling],
  ['/api/v1/queues', queues],
  ['/api/v1/queues/{id}', queuesOne],
  ['/api/v1/queues/{id}/claim', queuesOneClaim],
  ['/api/v1/queues/{id}/items', queuesOneItems],
  ['/api/v1/sessions/{id}', sessionsOne],
  ['/api/v1/tags', tags],
];

/** The API reference, made from the schemas that check the requests. Open to all: it holds no data. */
export function GET(): Response {
  const served = MODULES.flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { definition }]): DocumentedRoute => ({ method, path, definition }),
    ),
  );
  const ingest = INGEST_ROUTES.map(
    ({ method, path, summary, permission, body, answer }): DocumentedRoute => ({
      method,
      path,
      definition: { summary, permission, body, answer },
    }),
  );
  return jsonResponse(openApiDocument([...ingest, ...served]));
}

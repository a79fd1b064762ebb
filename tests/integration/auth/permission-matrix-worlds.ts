import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { LOGGED, OWNED } from '../../support/tenancy-guard.ts';

/** A project with a bit of everything in it. */
export interface World {
  ctx: Context;
  /** A word that stands in every text of the project and nowhere else. */
  marker: string;
}

/** A project whose texts all hold a word of its own, asked by the system, which may do everything. */
export async function makeWorld(stores: Stores, name: string): Promise<World> {
  const marker = `${name}${uuidv7().replaceAll('-', '')}`;
  const project = await ensureProject(stores, { slug: marker, name: marker, isDemo: false });
  const ctx: Context = { actor: { kind: 'system' }, project, now: () => new Date(), stores };
  const queries = ['a', 'b', 'c'].map((letter) => ({
    id: `${marker}-${letter}`,
    question: `${marker} ${letter}?`,
    answer: marker,
    sessionId: marker,
    hits: [{ id: `${marker}-hit`, text: `${marker} hit` }],
    tags: [marker],
    model: marker,
  }));
  await logQueries(ctx, { queries });
  await logQueries(ctx, { queries: [{ id: `${marker}-bad`, question: 7, note: marker }] });
  const labels = queries.map(({ id }) => ({
    queryId: id,
    reviewer: marker,
    verdict: 'correct',
    note: marker,
  }));
  await writeLabels(ctx, { labels });
  return { ctx, marker };
}

/** Changes whenever any row of the project does, in either store. Counters of what came in are written later, and left out. */
export async function fingerprint({ ctx }: World): Promise<string> {
  const { controlPlane, queryLog } = ctx.stores;
  const projectId = ctx.project.id;
  const sums: unknown[] = [];
  for (const table of OWNED) {
    const { rows } = await controlPlane.query(
      `SELECT '${table}' AS of, md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM "${table}" AS t
       WHERE to_jsonb(t)->>'projectId' = $1
          OR to_jsonb(t)->>'queueId' IN (SELECT id FROM "Queue" WHERE "projectId" = $1)
          OR to_jsonb(t)->>'itemId' IN (SELECT item.id FROM "QueueItem" AS item
               JOIN "Queue" AS queue ON queue.id = item."queueId" WHERE queue."projectId" = $1)`,
      [projectId],
    );
    sums.push(...rows);
  }
  for (const table of LOGGED.filter((name) => name !== 'ingest_counts')) {
    const sum = `SELECT '${table}' AS of, count() AS n, toString(sum(cityHash64(toString(tuple(*))))) AS sum
      FROM ${table} WHERE project_id = {projectId:String}`;
    sums.push(...(await queryLog.rows(z.unknown(), sum, { projectId })));
  }
  return JSON.stringify(sums);
}

import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { claimResultSchema, submitResultSchema } from '#lib/labelling/schema.ts';
import { type ControlPlane, openControlPlane } from '#lib/platform/control-plane.ts';
import { prn } from '#lib/statistics/sampling.ts';
import { findPostgres } from '../../../bin/find-postgres.mjs';
import { meetingOf } from '../../support/meeting.ts';
import { type Cluster, onDatabase, startCluster } from '../../support/postgres-cluster.ts';
import {
  api,
  freePort,
  type ServerProcess,
  startServer,
  stopServer,
  temporaryFolder,
} from '../../support/server-process.ts';
import { cookieHeader } from '../../support/signed-in-cookie.ts';
import { testSize } from '../../support/test-size.ts';

const REVIEWERS = testSize('stampedeReviewers');
const ITEMS = testSize('stampedeItems');
const SECOND_RATE = 0.15;
/** Every so many queries have a wrong answer, for which the queue asks a second reviewer. */
const FAILS_EVERY = 10;
/** Nobody is slow here: whoever has had this share of what the others had is not starved. */
const FAIR_SHARE = 0.25;
/** Enough for the control, in which everybody takes nearly every item. */
const CONTROL_ITEMS = Math.min(ITEMS, 240);
/** As many as the server opens at most. */
const CONNECTIONS = 20;
const PAUSE_MS = 100;
const PATIENCE_MS = 60_000 + ITEMS * 150;

/** That a person was given a query to label. */
interface Grant {
  queryId: string;
  person: string;
}

let server: ServerProcess | undefined;
let cluster: Cluster | undefined;
let controlPlane: ControlPlane | undefined;
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.exit;
  await controlPlane?.close();
  await cluster?.stop();
  server = cluster = controlPlane = undefined;
});

test(
  `${REVIEWERS} reviewers empty a queue of ${ITEMS} queries at once, on PGlite`,
  async () => {
    const dataFolder = temporaryFolder();
    server = await startServer({ dataFolder, port: await freePort(), env: { DATABASE_URL: '' } });
    const { queueId, people } = await openQueue(server);
    const grants = await stampede('PGlite', server, queueId, people);
    await stopServer(server);
    controlPlane = await openControlPlane({ dataFolder });
    await expectAllFair(controlPlane, queueId, grants);
  },
  PATIENCE_MS * 2,
);

test.skipIf(findPostgres() === undefined)(
  'the same on PostgreSQL, where a find and then an update hands items out twice',
  async () => {
    cluster = await startCluster();
    const databaseUrl = cluster.url('postgres');
    const env = { DATABASE_URL: databaseUrl };
    server = await startServer({ dataFolder: temporaryFolder(), port: await freePort(), env });
    const { queueId, people } = await openQueue(server);
    const control = await makeQueue(server, {
      name: 'control',
      size: CONTROL_ITEMS,
      secondRate: 0,
      secondFailures: false,
    });
    const grants = await stampede('PostgreSQL', server, queueId, people);
    const [{ connections }] = z.tuple([z.object({ connections: z.coerce.number() })]).parse(
      await onDatabase(
        databaseUrl,
        `SELECT count(*) AS connections FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      ),
    );
    console.log(`PostgreSQL: ${connections} connections`);
    expect(connections).toBeGreaterThanOrEqual(Math.min(CONNECTIONS, REVIEWERS));
    await stopServer(server);
    controlPlane = await openControlPlane({ databaseUrl });
    await expectAllFair(controlPlane, queueId, grants);

    const hasty = await stampedeByFindAndUpdate(controlPlane, control);
    expect(new Set(hasty.map(({ queryId }) => queryId)).size).toBe(CONTROL_ITEMS);
    const twice = wronglyGiven(hasty, () => 1);
    console.log(`PostgreSQL: find, then update gave ${twice.length} of ${CONTROL_ITEMS} queries to too many`);
    expect(twice.length).toBeGreaterThan(0);
  },
  PATIENCE_MS * 2,
);

/** The queries, the queue and the reviewers, each with the session of their own account. */
async function openQueue(target: ServerProcess) {
  const ids = Array.from({ length: ITEMS }, (_, i) => `q-${i + 1}`);
  for (let i = 0; i < ITEMS; i += 500) {
    const queries = ids.slice(i, i + 500).map((id) => ({
      id,
      question: `What is ${id}?`,
      hits: [{ id: `doc-${id}`, text: `It is ${id}.` }],
      answer: `It is ${id}.`,
    }));
    const sent = await api(target, 'POST', '/api/v1/queries', { queries });
    expect(await sent.json()).toMatchObject({ rejected: [] });
  }
  const queueId = await makeQueue(target, { name: 'stampede', size: ITEMS, secondRate: SECOND_RATE });
  return { queueId, people: await invitePeople(target) };
}

async function makeQueue(
  target: ServerProcess,
  settings: { size: number } & Record<string, unknown>,
): Promise<string> {
  const made = await api(target, 'POST', '/api/v1/queues', settings);
  const { id, selected } = z.object({ id: z.string(), selected: z.number() }).parse(await made.json());
  expect(selected).toBe(settings.size);
  return id;
}

/** Accounts made through invitations; the sessions that they begin with. */
async function invitePeople(target: ServerProcess): Promise<string[]> {
  const link = await fetch(`${target.url}${target.signInPath()}`, { redirect: 'manual' });
  const owner = cookieHeader(link.headers.getSetCookie());
  const cookies: string[] = [];
  for (let i = 1; i <= REVIEWERS; i += 1) {
    const invitation = { email: `reviewer-${i}@example.org`, role: 'reviewer' };
    const made = await post(target, '/api/v1/invitations?project=default', owner, invitation);
    const { url } = z.object({ url: z.string() }).parse(await made.json());
    const account = { name: `Reviewer ${i}`, password: 'a password of the tests' };
    const path = `/api/auth/invitations/${url.split('/').at(-1)}/accept`;
    cookies.push(cookieHeader((await post(target, path, '', account)).headers.getSetCookie()));
  }
  return cookies;
}

/** A request of a browser's session; anything but success is a fault. */
async function post(target: ServerProcess, path: string, cookie: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: target.url, cookie };
  const response = await fetch(`${target.url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} gave ${response.status} ${await response.text()}`);
  return response;
}

/** All of them take items and label them until the whole queue is done. */
async function stampede(
  store: string,
  target: ServerProcess,
  queueId: string,
  people: readonly string[],
): Promise<Grant[]> {
  const claimMs: number[] = [];
  const grants: Grant[] = [];
  const begin = performance.now();
  const work = async (cookie: string, i: number) => {
    while (performance.now() - begin < PATIENCE_MS) {
      const asked = performance.now();
      const answer = await post(target, `/api/v1/queues/${queueId}/claim?project=default`, cookie, {});
      const claimed = claimResultSchema.parse(await answer.json());
      if ('item' in claimed) {
        const { id, queryId, fence } = claimed.item;
        claimMs.push(performance.now() - asked);
        grants.push({ queryId, person: `Reviewer ${i + 1}` });
        const label = fails(queryId)
          ? { verdict: 'wrong', failure: 'weak_reasoning' }
          : { verdict: 'correct' };
        const path = `/api/v1/items/${id}/label?project=default`;
        const stored = await post(target, path, cookie, { fence, label });
        expect(submitResultSchema.parse(await stored.json())).toMatchObject({ status: 'stored' });
      } else if (claimed.empty.done === claimed.empty.total) return;
      // A failure that another is about to submit opens a place.
      else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  await Promise.all(people.map(work));
  const seconds = (performance.now() - begin) / 1000;
  const shares = sharesOf(grants);
  console.log(
    `${store}: ${grants.length} labels by ${REVIEWERS} reviewers in ${seconds.toFixed(1)} s; claim p50 ${quantile(claimMs, 0.5)} ms, p95 ${quantile(claimMs, 0.95)} ms; shares ${Math.min(...shares)} to ${Math.max(...shares)}`,
  );
  return grants;
}

function fails(queryId: string): boolean {
  return Number(queryId.slice(2)) % FAILS_EVERY === 0;
}

function sharesOf(grants: readonly Grant[]): number[] {
  const given = Map.groupBy(grants, ({ person }) => person);
  return Array.from({ length: REVIEWERS }, (_, i) => given.get(`Reviewer ${i + 1}`)?.length ?? 0);
}

function quantile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN).toFixed(1);
}

/** What is wrong with who was given what: more people than the query wants, or one of them twice. */
function wronglyGiven(grants: readonly Grant[], wanted: (queryId: string) => number): string[] {
  return [...Map.groupBy(grants, ({ queryId }) => queryId)].flatMap(([queryId, given]) => {
    const people = new Set(given.map(({ person }) => person)).size;
    if (people < given.length) return [`${queryId} was given twice to one person`];
    return given.length > wanted(queryId) ? [`${queryId} was given to ${given.length} people`] : [];
  });
}

/** What was given, and the labels in the store, against the number of reviewers that each query wants. */
async function expectAllFair({ prisma }: ControlPlane, queueId: string, grants: Grant[]): Promise<void> {
  const project = await prisma.project.findUniqueOrThrow({ where: { slug: 'default' } });
  const wanted = (queryId: string) =>
    fails(queryId) || prn('overlap', queryId, project.samplingSecret) < SECOND_RATE ? 2 : 1;
  const places = Array.from({ length: ITEMS }, (_, i) => wanted(`q-${i + 1}`)).reduce((a, b) => a + b, 0);
  expect(wronglyGiven(grants, wanted)).toEqual([]);
  expect(grants).toHaveLength(places);

  const labels = await prisma.label.findMany({
    where: { projectId: project.id },
    select: { queryId: true, person: { select: { name: true } } },
  });
  const stored = labels.map(({ queryId, person }) => ({ queryId, person: person.name }));
  expect(sorted(stored)).toEqual(sorted(grants));
  const items = await prisma.queueItem.groupBy({
    by: ['state', 'fence'],
    where: { queueId },
    _count: { _all: true },
  });
  expect(items).toEqual([{ state: 'done', fence: 1, _count: { _all: places } }]);
  expect(Math.min(...sharesOf(grants))).toBeGreaterThan((FAIR_SHARE * places) / REVIEWERS);
}

function sorted(grants: readonly Grant[]): string[] {
  return grants.map(({ queryId, person }) => `${queryId} ${person}`).sort();
}

/** What a claim must not do: look for a free item, then take it. */
async function stampedeByFindAndUpdate({ prisma }: ControlPlane, queueId: string): Promise<Grant[]> {
  const people = await prisma.person.findMany({ where: { role: 'reviewer' } });
  const grants: Grant[] = [];
  // At first all look before one takes.
  const allHaveLooked = meetingOf(people.length);
  const take = async (person: { id: string; name: string }) => {
    for (;;) {
      const free = await prisma.queueItem.findFirst({
        where: { queueId, state: 'open', leasedBy: null },
        orderBy: [{ serveOrder: 'asc' }, { id: 'asc' }],
      });
      await allHaveLooked();
      if (free === null) return;
      await prisma.queueItem.update({ where: { id: free.id }, data: { leasedBy: person.id } });
      grants.push({ queryId: free.queryId, person: person.name });
    }
  };
  await Promise.all(people.map(take));
  return grants;
}

import { v7 as uuidv7 } from 'uuid';
import type { Access } from '#lib/auth/permissions.ts';
import type { Stores } from '#lib/platform/stores.ts';
import type { Route } from '../../support/route-manifest.ts';
import { watch } from '../../support/tenancy-guard.ts';
import { testSize } from '../../support/test-size.ts';
import { BODIES, parametersOf } from './permission-matrix-objects.ts';
import { type Answer, type Caller, openCaller } from './permission-matrix-requests.ts';
import { type Expected, expectedStatus, makeSubjects, type Subject } from './permission-matrix-subjects.ts';
import { makeWorld, type World } from './permission-matrix-worlds.ts';

/** What a path's parameters name: a row of the own project, and four that it has not. */
const OBJECTS = ['own', 'other', 'missing', 'deleted', 'malformed'] as const;
type ObjectName = (typeof OBJECTS)[number];
const MALFORMED = "%00' OR 1=1 --";

/** Routes whose verb is for persons, whatever the scopes of a key. */
const PERSONS_ONLY =
  /^(GET \/api\/v1\/labels\/mine|POST \/api\/v1\/(queues\/\{id\}\/claim|items\/\{id\}\/(?!assign)\w+|labels\/\{id\}\/undo|queries\/\{id\}\/adjudication))$/;
/** Routes of an account that are not for everyone who has one. */
const NARROWER: Record<string, (subject: Subject) => boolean> = {
  'POST /api/auth/account/owner': () => false, // the owner of the installation, who is none of the subjects
  'POST /api/v1/projects': ({ name }) => name === 'owner' || name === 'owner of another project',
};
/** Feedback may come before its query does, so that no id is unknown to it. */
const TAKES_ANY_ID = new Set(['POST /api/v1/queries/{id}/feedback']);

export interface Matrix {
  own: World;
  other: World;
  caller: Caller;
  subjects: readonly Subject[];
  /** Parameters of the path that name rows of the other project. */
  theirs(path: string): Promise<Parameters>;
  /** One sentence for each request that was not answered as the table of permissions says. */
  findings(route: Route): Promise<string[]>;
  close(): Promise<void>;
}

type Parameters = Record<string, string>;

/** Everyone, two projects, and one row of every kind in the other project, made beforehand. */
export async function openMatrix(stores: Stores, routes: readonly Route[]): Promise<Matrix> {
  const caller = await openCaller(stores);
  const own = await makeWorld(stores, 'own');
  const other = await makeWorld(stores, 'other');
  const subjects = await makeSubjects(stores, own, other);
  const made = new Map<string, Parameters>();
  const shared = async (world: World, path: string): Promise<Parameters> => {
    const key = `${world.marker} ${path}`;
    const parameters = made.get(key) ?? (await makeParameters(world, path));
    made.set(key, parameters);
    return parameters;
  };
  const gone = new Map<string, Parameters>();
  const deleted = async (path: string): Promise<Parameters> => {
    const parameters = gone.get(path) ?? (await deletedParameters(own, path));
    gone.set(path, parameters);
    return parameters;
  };
  for (const { path } of routes) await shared(other, path);

  const parametersFor = async (route: Route, object: ObjectName, subject: Subject, isLetIn: boolean) => {
    if (object === 'other') return shared(other, route.path);
    if (object === 'own')
      return isLetIn ? makeParameters(own, route.path, personOf(subject)) : shared(own, route.path);
    if (object === 'deleted') return deleted(route.path);
    const value = object === 'missing' ? uuidv7() : MALFORMED;
    return Object.fromEntries(
      parametersOf(route.path).map(({ name, fixed }) => [name, fixed ?? value] as const),
    );
  };

  const ask = async (route: Route, subject: Subject, params: Parameters) => {
    let answer: Answer | undefined;
    const headers = await subject.headers();
    const body = await BODIES[`${route.method} ${route.path}`]?.(own);
    if (route.method !== 'GET') await reopen(own);
    const unscoped = await watch([own.ctx.project.id, ...subject.ids], async () => {
      answer = await caller.call(route, { headers, slug: own.ctx.project.slug, params, body });
    });
    if (answer === undefined) throw new Error('no answer');
    return { answer, unscoped };
  };

  const findings = async (route: Route): Promise<string[]> => {
    const found: string[] = [];
    for (const subject of subjects) {
      const letIn = letInAs(route, subject);
      const objects = objectsFor(route, letIn, subject);
      const bodies = new Map<ObjectName, string>();
      for (const object of objects) {
        const params = await parametersFor(route, object, subject, letIn === 'allowed');
        const { answer, unscoped } = await ask(route, subject, params);
        const who = `${subject.name}, ${object}`;
        const wrong = whatIsWrong(route, object, letIn, answer);
        if (wrong !== undefined)
          found.push(`${who}: ${wrong}; came ${answer.status} ${answer.text.slice(0, 200)}`);
        const isAccount = route.access === 'account'; // it tells of all projects of the one who asks
        if (!isAccount && answer.text.includes(other.marker))
          found.push(`${who}: answers with text of the other project`);
        if (!/\bno-store\b/.test(answer.headers.get('cache-control') ?? ''))
          found.push(`${who}: may be cached`);
        if (!isAccount) found.push(...unscoped.map((statement) => `${who}: unscoped ${statement}`));
        bodies.set(
          object,
          Object.values(params).reduce((text, id) => text.replaceAll(id, 'id'), answer.text),
        );
      }
      if (objects.includes('missing') && bodies.get('other') !== bodies.get('missing'))
        found.push(`${subject.name}: another project's row is told apart from a missing one`);
    }
    return found;
  };
  const theirs = (path: string) => shared(other, path);
  return { own, other, caller, subjects, theirs, findings, close: caller.close };
}

/**
 * Who is refused is refused before anything is looked up, so that two objects show it. In a small run only the owner
 * asks for all.
 */
function objectsFor({ path }: Route, letIn: Expected, { name }: Subject): readonly ObjectName[] {
  if (parametersOf(path).length === 0) return ['own'];
  if (letIn !== 'allowed') return ['own', 'other'];
  return OBJECTS.slice(0, name === 'owner' ? OBJECTS.length : testSize('matrixObjects'));
}

function letInAs(route: Route, subject: Subject): Expected {
  const isIngest = route.handler === undefined;
  const isKey = typeof subject.seenAs === 'object' && subject.seenAs.kind === 'key';
  if (isIngest && !isKey) return 401; // the door of applications knows no cookies
  const expected = expectedStatus(route.access as Access, subject);
  const isNarrower = NARROWER[`${route.method} ${route.path}`];
  if (expected === 'allowed' && isNarrower?.(subject) === false) return 403;
  const isForPersons = PERSONS_ONLY.test(`${route.method} ${route.path}`);
  return expected === 'allowed' && isForPersons && isKey ? 403 : expected;
}

/** Undefined where the answer is as it should be. */
function whatIsWrong(
  route: Route,
  object: ObjectName,
  letIn: Expected,
  { status }: Answer,
): string | undefined {
  if (status >= 500) return 'a fault';
  if (letIn === 'any') return undefined;
  if (letIn !== 'allowed') return status === letIn ? undefined : `${letIn} must come`;
  if (object === 'own' || TAKES_ANY_ID.has(`${route.method} ${route.path}`))
    return [401, 403, 404].includes(status) ? 'must be let in' : undefined;
  if (object === 'malformed' && status === 400) return undefined;
  return status === 404 ? undefined : '404 must come';
}

/** Whatever an earlier request did to the project. */
async function reopen({ ctx }: World): Promise<void> {
  const { project } = ctx.stores.controlPlane.prisma;
  await project.update({ where: { id: ctx.project.id }, data: { archivedAt: null, deletingAt: null } });
}

function personOf({ seenAs }: Subject): string | undefined {
  return typeof seenAs === 'object' && seenAs.kind === 'person' ? seenAs.personId : undefined;
}

async function makeParameters(world: World, path: string, by?: string): Promise<Parameters> {
  const made: Parameters = {};
  for (const { name, kind, fixed } of parametersOf(path))
    made[name] = fixed ?? (await kind?.make(world, by)) ?? uuidv7();
  return made;
}

async function deletedParameters(world: World, path: string): Promise<Parameters> {
  const made = await makeParameters(world, path);
  for (const { name, kind } of parametersOf(path)) await kind?.remove(world.ctx, made[name] ?? '');
  return made;
}

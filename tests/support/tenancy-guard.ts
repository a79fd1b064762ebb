import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from '#lib/platform/control-plane.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { ROOT } from './source-files.ts';

interface Watch {
  /** The project's id, and every id that a statement in its scope has given or made. */
  scoped: Set<string>;
  /** Statements that named none of them. */
  unscoped: string[];
}

const watching = new AsyncLocalStorage<Watch>();
/** Tables of the installation, not of a project. */
const SHARED = new Set([
  'Project',
  'User',
  'Session',
  'Account',
  'Verification',
  'SignInLink',
  'PasswordLink',
]);
/** Columns by which a secret is looked up: whoever can name the value may have the row. */
const SECRET = new Set(['hash', 'token']);
/** Models of the control plane and tables of the query log whose rows belong to a project. */
export const OWNED = namesIn('prisma/schema', /^model (\w+)/gm).filter((model) => !SHARED.has(model));
export const LOGGED = namesIn('prisma/query-log', /CREATE TABLE IF NOT EXISTS (\w+) \(\s*project_id/g);

/**
 * The same stores, watched: while `watch` runs, each statement that reads or changes rows of a project must name
 * the project's id, or an id that such a statement gave before. It knows nothing of routes, so that it also sees
 * the query that nobody thought of testing.
 */
export function guarded(stores: Stores): Stores {
  const { controlPlane, queryLog } = stores;
  return {
    ...stores,
    controlPlane: { ...controlPlane, prisma: watched(controlPlane.prisma) },
    queryLog: {
      ...queryLog,
      rows: (schema, sql, params) => {
        noteQueryLog(sql, params);
        return queryLog.rows(schema, sql, params);
      },
      rowsForIngest: (schema, sql, params) => {
        noteQueryLog(sql, params);
        return queryLog.rowsForIngest(schema, sql, params);
      },
      command: (sql, params) => {
        noteQueryLog(sql, params);
        return queryLog.command(sql, params);
      },
    },
  };
}

/**
 * Runs `work` for whom these ids stand for, a project and the one who asks, and returns the statements that were
 * not kept to them.
 */
export async function watch(ids: readonly string[], work: () => Promise<unknown>): Promise<string[]> {
  const unscoped: string[] = [];
  await watching.run({ scoped: new Set(ids), unscoped }, work);
  return [...new Set(unscoped)];
}

function watched(prisma: ControlPlane['prisma']): ControlPlane['prisma'] {
  const client = prisma.$extends({
    query: {
      async $allOperations({ model, operation, args, query }) {
        const at = watching.getStore();
        if (at === undefined || (model !== undefined && SHARED.has(model))) return query(args);
        const kept = isScoped(at.scoped, model, operation, args);
        if (!kept) at.unscoped.push(sentence(model, operation, args));
        const answer: unknown = await query(args);
        if (kept) for (const id of [...stringsIn(answer), ...written(args)]) at.scoped.add(id);
        return answer;
      },
    },
  });
  return client as unknown as ControlPlane['prisma'];
}

function isScoped(
  scoped: ReadonlySet<string>,
  model: string | undefined,
  operation: string,
  args: unknown,
): boolean {
  const isOne = (value: string) => scoped.has(value);
  if (model === undefined) {
    const text = JSON.stringify(args);
    return !OWNED.some((table) => text.includes(`\\"${table}\\"`)) || stringsIn(args).some(isOne);
  }
  const { where, data } = args as { where?: Record<string, unknown>; data?: unknown };
  if (operation.startsWith('create'))
    return (Array.isArray(data) && data.length === 0) || written(args).some(isOne);
  return Object.keys(where ?? {}).some((key) => SECRET.has(key)) || required(where).some(isOne);
}

/** Values that every row must have: what stands below OR and NOT narrows nothing. */
function required(where: unknown): string[] {
  if (typeof where !== 'object' || where === null || Array.isArray(where)) return stringsIn(where);
  const kept = Object.entries(where).filter(([key]) => !/^(OR|NOT|not|notIn)$/.test(key));
  return kept.flatMap(([, value]) => required(value));
}

function written(args: unknown): string[] {
  return stringsIn((args as { data?: unknown } | undefined)?.data);
}

function stringsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 6) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner, depth + 1));
}

function sentence(model: string | undefined, operation: string, args: unknown): string {
  const { where } = (args ?? {}) as { where?: object };
  if (model !== undefined)
    return `${model}.${operation} by ${Object.keys(where ?? {}).join(', ') || 'nothing'}`;
  return `${operation} ${JSON.stringify(args)
    .replace(/(\\n|\s)+/g, ' ')
    .slice(0, 200)}`;
}

function noteQueryLog(sql: string, params: unknown): void {
  const at = watching.getStore();
  const touched = LOGGED.some((table) => new RegExp(`\\b(FROM|JOIN|UPDATE) ${table}\\b`).test(sql));
  if (at === undefined || !touched || stringsIn(params).some((value) => at.scoped.has(value))) return;
  at.unscoped.push(`query log: ${sql.replace(/\s+/g, ' ').slice(0, 160)}`);
}

function namesIn(folder: string, pattern: RegExp): string[] {
  const texts = readdirSync(join(ROOT, folder)).map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

import { z } from 'zod';
import type { Stores } from './stores.ts';

const PATIENCE_MS = 3_000;

/** Asks both stores for a sign of life. Returns those that fail, with the reason. */
export async function checkStores(stores: Stores): Promise<{ store: string; reason: string }[]> {
  const checks = [
    check('control plane', () => stores.controlPlane.query('SELECT 1')),
    check('query log', () => stores.queryLog.rows(z.unknown(), 'SELECT 1 AS alive')),
  ];
  return (await Promise.all(checks)).filter((failure) => failure !== undefined);
}

async function check(
  store: string,
  ask: () => Promise<unknown>,
): Promise<{ store: string; reason: string } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return undefined;
  } catch (error) {
    return { store, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown' };
  } finally {
    clearTimeout(timer);
  }
}

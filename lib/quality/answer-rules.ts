import { LRUCache } from 'lru-cache';
import type { ControlPlane } from '../platform/control-plane.ts';
import { logger } from '../platform/logger.ts';
import type { FormatCheck } from './checked-format.ts';
import { formatCheck } from './format-check.ts';
import { formatRuleView } from './format-schema.ts';
import type { ModelPrice } from './price-of-model.ts';

/** A format rule made ready, under the name that is stored beside its results. */
export interface ActiveFormat {
  /** `<name>@<version>` */
  key: string;
  /** Which prompt versions it is for; empty: all. */
  promptVersions: ReadonlySet<string>;
  check: FormatCheck;
}

/** What a project's people set about its answers, as ingest asks it of each. */
export interface AnswerRules {
  prices: readonly ModelPrice[];
  formats: readonly ActiveFormat[];
}

export const NO_ANSWER_RULES: AnswerRules = { prices: [], formats: [] };

/** After so long a change made by another process takes effect; one made by this process does at once. */
const TTL_MS = 5_000;
const MOST_PROJECTS = 1_000;

interface Cache {
  fresh: LRUCache<string, Promise<AnswerRules>>;
  /** What was read last: answers go on coming in while the control plane is away. */
  last: LRUCache<string, AnswerRules>;
}
// The server and Next each load their own copy of this module, but what one saves the other must read.
const holder = globalThis as typeof globalThis & { faultlineAnswerRules?: WeakMap<ControlPlane, Cache> };

/** The rules of a project, at most five seconds old unless the control plane does not answer. */
export function answerRules(controlPlane: ControlPlane, projectId: string): Promise<AnswerRules> {
  const { fresh, last } = cacheOf(controlPlane);
  let rules = fresh.get(projectId);
  if (rules === undefined) {
    rules = readRules(controlPlane, projectId).then(
      (read) => {
        last.set(projectId, read);
        return read;
      },
      (error: unknown) => {
        const known = last.get(projectId);
        if (known !== undefined) return known;
        fresh.delete(projectId);
        throw error;
      },
    );
    fresh.set(projectId, rules);
  }
  return rules;
}

/** What was read of a project before no longer holds. */
export function forgetAnswerRules(controlPlane: ControlPlane, projectId: string): void {
  cacheOf(controlPlane).fresh.delete(projectId);
}

function cacheOf(controlPlane: ControlPlane): Cache {
  holder.faultlineAnswerRules ??= new WeakMap();
  let cache = holder.faultlineAnswerRules.get(controlPlane);
  if (cache === undefined) {
    cache = {
      fresh: new LRUCache({ max: MOST_PROJECTS, ttl: TTL_MS }),
      last: new LRUCache({ max: MOST_PROJECTS }),
    };
    holder.faultlineAnswerRules.set(controlPlane, cache);
  }
  return cache;
}

async function readRules({ prisma }: ControlPlane, projectId: string): Promise<AnswerRules> {
  const [prices, formats] = await Promise.all([
    prisma.modelPrice.findMany({ where: { projectId } }),
    prisma.formatRule.findMany({ where: { projectId, active: true }, orderBy: { name: 'asc' } }),
  ]);
  return {
    prices: prices.map(({ pattern, inputUsd, cachedUsd, outputUsd, validFrom }) => ({
      pattern,
      inputUsd,
      cachedUsd,
      outputUsd,
      validFromMs: validFrom.getTime(),
    })),
    formats: formats.flatMap((row) => activeFormat(row)),
  };
}

/** A rule that an earlier release took and this one cannot read must not keep answers out. */
function activeFormat(row: Parameters<typeof formatRuleView>[0]): ActiveFormat[] {
  try {
    const { name, version, promptVersions, definition } = formatRuleView(row);
    const check = formatCheck(definition);
    return [{ key: `${name}@${version}`, promptVersions: new Set(promptVersions), check }];
  } catch (error) {
    logger.error({ err: error, rule: row.id }, 'a format rule cannot be read and is left out');
    return [];
  }
}

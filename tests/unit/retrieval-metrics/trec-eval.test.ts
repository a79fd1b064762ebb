import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  fillUngraded,
  type Grade,
  type GradedRanking,
  type MetricOptions,
} from '#lib/retrieval-metrics/graded-ranking.ts';
import { countJudgedAtK } from '#lib/retrieval-metrics/judged-at-k.ts';
import { rankBiasedPrecisionAtK } from '#lib/retrieval-metrics/rank-biased-precision-at-k.ts';
import { type MetricId, rankingMetrics } from '#lib/retrieval-metrics/registry.ts';

const folder = process.env.FAULTLINE_REAL_DATA;
const oracles = folder === undefined ? undefined : join(folder, 'retrieval_oracles');
const reason = oracles === undefined ? ' (skipped: FAULTLINE_REAL_DATA names no folder)' : '';

/** trec_eval's name of a measure, its part before the cutoff, and the metric that must reproduce it. */
const MEASURES: Record<string, MetricId> = {
  P: 'precision',
  recall: 'recall',
  success: 'hit_rate',
  recip_rank: 'mrr',
  map: 'map',
  map_cut: 'map',
  ndcg: 'ndcg',
  ndcg_cut: 'ndcg',
  Rprec: 'r_precision',
  bpref: 'bpref',
};

interface Comparison {
  readonly output: string;
  readonly judgements: string;
  readonly run: string;
  readonly threshold: Grade;
  readonly depth: number;
  /** Measures the scale of 0 to 3 cannot reproduce. */
  readonly except: readonly string[];
}

const COMPARISONS: Comparison[] = [
  {
    output: 'out.test.aq',
    judgements: 'qrels.test',
    run: 'results.test',
    threshold: 1,
    depth: 1000,
    except: [],
  },
  {
    output: 'out.test.aqc',
    judgements: 'qrels.test',
    run: 'results.trunc',
    threshold: 1,
    depth: 1000,
    except: [],
  },
  {
    output: 'out.test.aqcM',
    judgements: 'qrels.test',
    run: 'results.trunc',
    threshold: 1,
    depth: 100,
    except: [],
  },
  // These judgements run from -1 to 4, which linear gain would have to know.
  {
    output: 'out.test.aql',
    judgements: 'qrels.rel_level',
    run: 'results.test',
    threshold: 2,
    depth: 1000,
    except: ['ndcg', 'ndcg_cut'],
  },
  {
    output: 'out.test.meas_params',
    judgements: 'qrels.test',
    run: 'results.test',
    threshold: 1,
    depth: 1000,
    except: [],
  },
];

describe.skipIf(oracles === undefined)(`trec_eval's own expected outputs${reason}`, () => {
  it.each(COMPARISONS)('$output', ({ output, judgements, run, threshold, depth, except }) => {
    const base = join(oracles ?? '', 'trec_eval');
    const rankings = readRankings(join(base, judgements), join(base, run), depth);
    const compared = new Set<string>();

    for (const { measure, topic, printed } of readOutput(join(base, output))) {
      const { name, k } = splitMeasure(measure);
      const metric = MEASURES[name];
      if ((metric === undefined && name !== 'unj') || except.includes(name)) continue;

      const topics = topic === 'all' ? [...rankings.values()] : [rankings.get(topic) ?? fail(topic)];
      const value = metric === undefined ? unjudgedAtK(topics, k) : meanOf(metric, topics, { k, threshold });
      // Half a unit of the fourth decimal, and a little for a tie in trec_eval's own rounding.
      expect(Math.abs(value - printed), `${measure} of ${topic}: ${value}`).toBeLessThanOrEqual(
        0.5e-4 + 1e-9,
      );
      compared.add(`${measure} ${topic}`);
    }
    expect(compared.size).toBeGreaterThan(30);
    const names = new Set([...compared].map((one) => one.split(/_\d|\s/)[0]));
    if (output === 'out.test.aq') {
      for (const name of [...Object.keys(MEASURES), 'unj']) expect([...names]).toContain(name);
    }
  });
});

describe.skipIf(oracles === undefined)(`values published with ir_measures${reason}`, () => {
  it('AP, P@k and RR of three topics', () => {
    const base = join(oracles ?? '', 'ir_measures');
    const rankings = readRankings(join(base, 'cwl.qrels'), join(base, 'cwl.run'), 1000);
    const published: unknown = JSON.parse(readFileSync(join(base, 'expected.json'), 'utf8'));
    const measures = (published as Record<string, Record<string, Record<string, number>>>)[
      'cwl.run+cwl.qrels'
    ];
    const metrics: Record<string, MetricId> = { AP: 'map', P: 'precision', RR: 'mrr' };

    let compared = 0;
    for (const [measure, topics] of Object.entries(measures ?? {})) {
      const [name = '', at] = measure.split('@');
      const metric = metrics[name];
      if (metric === undefined) continue;
      for (const [topic, expected] of Object.entries(topics)) {
        const options = {
          k: at === undefined ? Number.POSITIVE_INFINITY : Number(at),
          threshold: 1 as const,
        };
        const value = meanOf(metric, [rankings.get(topic) ?? fail(topic)], options);
        expect(value, `${measure} of ${topic}`).toBeCloseTo(expected, 4);
        compared += 1;
      }
    }
    expect(compared).toBe(18);

    const biased = Object.entries(measures?.['RBP(p=0.9,rel=1)'] ?? {});
    expect(biased).toHaveLength(3);
    for (const [topic, expected] of biased) {
      const ranking = fillUngraded(rankings.get(topic) ?? fail(topic), 0);
      const options = { k: Number.POSITIVE_INFINITY, threshold: 1 as const, persistence: 0.9 };
      expect(rankBiasedPrecisionAtK(ranking, options), topic).toBeCloseTo(expected, 4);
    }
  });
});

describe.skipIf(oracles === undefined)(`the lists that ranx is tested with${reason}`, () => {
  it('are perfect in every metric that knows the whole list', () => {
    const base = join(oracles ?? '', 'ranx');
    const rankings = readRankings(join(base, 'qrels.trec'), join(base, 'run.trec'), 1000);
    for (const id of ['ndcg', 'ndcg_exponential', 'map', 'mrr', 'recall', 'r_precision', 'bpref'] as const) {
      const value = meanOf(id, [...rankings.values()], { k: Number.POSITIVE_INFINITY, threshold: 1 });
      expect(value, id).toBeCloseTo(1, 12);
    }
  });
});

function meanOf(id: MetricId, rankings: GradedRanking[], options: MetricOptions): number {
  const metric = rankingMetrics[id];
  const values = rankings.map((ranking) =>
    metric.ungraded === 'filled'
      ? metric.compute(fillUngraded(ranking, 0), options)
      : metric.compute(ranking, options),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** trec_eval divides by k, as if the places of a short list were judged. */
function unjudgedAtK(rankings: GradedRanking[], k: number): number {
  const shares = rankings.map((ranking) => {
    const { judged, hits } = countJudgedAtK(ranking, k);
    return (hits - judged) / k;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function splitMeasure(measure: string): { name: string; k: number } {
  const [, name = measure, k] = /^(.*?)_(\d+)$/.exec(measure) ?? [];
  return { name, k: k === undefined ? Number.POSITIVE_INFINITY : Number(k) };
}

/**
 * One ranking for each judged topic. trec_eval ignores the rank column: it sorts by single-precision score,
 * then by document, both descending. A negative judgement is none.
 */
function readRankings(judgementFile: string, runFile: string, depth: number): Map<string, GradedRanking> {
  const judgements = new Map<string, Map<string, Grade>>();
  for (const [topic = '', , document = '', relevance] of readFields(judgementFile)) {
    const ofTopic = judgements.get(topic) ?? new Map<string, Grade>();
    judgements.set(topic, ofTopic);
    if (Number(relevance) >= 0) ofTopic.set(document, toGrade(Number(relevance)));
  }

  const retrieved = Map.groupBy(readFields(runFile), ([topic = '']) => topic);
  const rankings = [...judgements].map(([topic, grades]): [string, GradedRanking] => {
    const documents = (retrieved.get(topic) ?? [])
      .map(([, , document = '', , score]) => ({ document, score: Math.fround(Number(score)) }))
      .sort((a, b) => b.score - a.score || (a.document < b.document ? 1 : -1))
      .slice(0, depth)
      .map(({ document }) => document);
    const listed = new Set(documents);
    const outside = [...grades].filter(([document]) => !listed.has(document)).map(([, grade]) => grade);
    return [topic, { grades: documents.map((document) => grades.get(document) ?? null), outside }];
  });
  return new Map(rankings);
}

function toGrade(relevance: number): Grade {
  return Math.min(3, relevance) as Grade;
}

function readOutput(file: string): { measure: string; topic: string; printed: number }[] {
  return readFields(file).map(([measure = '', topic = '', printed]) => ({
    measure,
    topic,
    printed: Number(printed),
  }));
}

function readFields(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => line.trim().split(/\s+/));
}

function fail(topic: string): never {
  throw new Error(`no judgement for topic ${topic}`);
}

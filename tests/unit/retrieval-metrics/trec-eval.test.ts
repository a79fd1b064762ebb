import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Grade, JudgedRanking, MetricOptions } from '#lib/retrieval-metrics/graded-ranking.ts';
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
      if (metric === undefined || except.includes(name)) continue;

      const topics = topic === 'all' ? [...rankings.values()] : [rankings.get(topic) ?? fail(topic)];
      const value = meanOf(metric, topics, { k, threshold });
      // Half a unit of the fourth decimal, and a little for a tie in trec_eval's own rounding.
      expect(Math.abs(value - printed), `${measure} of ${topic}: ${value}`).toBeLessThanOrEqual(
        0.5e-4 + 1e-9,
      );
      compared.add(`${measure} ${topic}`);
    }
    expect(compared.size).toBeGreaterThan(30);
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
  });
});

function meanOf(id: MetricId, rankings: JudgedRanking[], options: MetricOptions): number {
  const values = rankings.map((ranking) => rankingMetrics[id].compute(ranking, options));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function splitMeasure(measure: string): { name: string; k: number } {
  const [, name = measure, k] = /^(.*?)_(\d+)$/.exec(measure) ?? [];
  return { name, k: k === undefined ? Number.POSITIVE_INFINITY : Number(k) };
}

/**
 * One ranking for each judged topic. trec_eval ignores the rank column: it sorts by single-precision score,
 * then by document, both descending, and takes what nobody judged as irrelevant.
 */
function readRankings(judgementFile: string, runFile: string, depth: number): Map<string, JudgedRanking> {
  const judgements = new Map<string, Map<string, Grade>>();
  for (const [topic = '', , document = '', relevance] of readFields(judgementFile)) {
    const ofTopic = judgements.get(topic) ?? new Map<string, Grade>();
    judgements.set(topic, ofTopic.set(document, toGrade(Number(relevance))));
  }

  const retrieved = Map.groupBy(readFields(runFile), ([topic = '']) => topic);
  const rankings = [...judgements].map(([topic, grades]): [string, JudgedRanking] => {
    const documents = (retrieved.get(topic) ?? [])
      .map(([, , document = '', , score]) => ({ document, score: Math.fround(Number(score)) }))
      .sort((a, b) => b.score - a.score || (a.document < b.document ? 1 : -1))
      .slice(0, depth)
      .map(({ document }) => document);
    const listed = new Set(documents);
    const outside = [...grades].filter(([document]) => !listed.has(document)).map(([, grade]) => grade);
    return [topic, { grades: documents.map((document) => grades.get(document) ?? 0), outside }];
  });
  return new Map(rankings);
}

function toGrade(relevance: number): Grade {
  return Math.max(0, Math.min(3, relevance)) as Grade;
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

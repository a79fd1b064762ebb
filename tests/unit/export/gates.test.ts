import { describe, expect, test } from 'vitest';
import type { ExaminedCandidate } from '#lib/export/examined-candidates.ts';
import { ExportTally } from '#lib/export/export-tally.ts';
import type { Split } from '#lib/export/format.ts';
import { gateFindings } from '#lib/export/gate-findings.ts';
import { contradictsGrades, GateTally } from '#lib/export/gate-tally.ts';
import type { GateId } from '#lib/export/gates.ts';
import type { PersonalDataKind } from '#lib/export/personal-data.ts';
import type { ExportPlan } from '#lib/export/plan-export.ts';
import { type Recipe, recipeSchema } from '#lib/export/schema.ts';
import type { TrainingExample } from '#lib/export/training-example.ts';

const passage = (grade: number | null) => ({ chunk: 'c', id: '', title: '', text: 't', grade });

function example(change: Partial<TrainingExample> = {}): TrainingExample {
  return {
    queryId: 'q',
    startedAt: '2026-03-01T00:00:00.000Z',
    question: 'Q',
    searched: 'Q',
    questionHash: 'h',
    messages: [],
    tools: [],
    hits: [],
    otherJudged: [],
    answer: 'A',
    model: '',
    verdict: 'correct',
    failure: null,
    secondaryFailure: null,
    detail: null,
    nothingToFind: null,
    idealAnswer: null,
    labelCount: 1,
    reviewers: [],
    isTruncated: false,
    ...change,
  };
}

interface Given {
  example?: Partial<TrainingExample>;
  text?: string;
  excluded?: 'not_correct' | 'hidden';
  personal?: PersonalDataKind;
  cluster?: number;
  side?: Split;
  /** The same example in another file of the format. */
  twin?: string;
}

function findings(
  given: readonly Given[],
  change: Partial<Recipe> = {},
  medianSeconds: number | null = 60,
  share = 1,
) {
  const recipe = { ...recipeSchema.parse({ format: 'trl-sft' }), ...change };
  const tally = new ExportTally(given.length);
  const gates = new GateTally(given.length, 2048);
  given.forEach(({ text = '{"a":"b"}', excluded, personal, side = 'train', twin, ...row }, place) => {
    const rows = [
      { path: 'train.jsonl', text },
      ...(twin === undefined ? [] : [{ path: 'twin.jsonl', text: twin }]),
    ];
    const candidate: ExaminedCandidate = {
      place,
      side,
      example: example(row.example),
      agreement: 1,
      authors: [],
      guidelineVersions: [],
      isGold: false,
      encoded: excluded === undefined ? { rows, source: 'correct' } : { excluded },
      personalData: new Map(personal === undefined ? [] : [[personal, 1]]),
    };
    gates.add(candidate);
    if (excluded === undefined) tally.take(place, { side, source: 'correct' });
    else tally.exclude(place, excluded);
  });
  const side = { side: 'train' as const, movedFrom: null };
  const sides = new Map(given.map(({ cluster }, place) => [place, { ...side, cluster: cluster ?? place }]));
  const plan = { recipe, sides } as unknown as ExportPlan;
  const counts = tally.counts(given.length, true);
  const found = gateFindings({ plan, tally, gates, counts, pace: { medianSeconds }, share });
  return (gate: GateId) => found.find((finding) => finding.gate === gate);
}

const many = (count: number, row: Given = {}): Given[] => Array.from({ length: count }, () => row);

describe('gates', () => {
  test('readiness counts what is missing, and the time it takes', () => {
    const excluded = { excluded: 'not_correct' as const };
    expect(findings([...many(312), ...many(312, excluded)])('readiness')).toMatchObject({
      level: 'stop',
      summary: "312 of 500 examples to train with: 188 more, about 6 h at your reviewers' median pace.",
    });
    expect(findings(many(10), {}, null)('readiness')?.summary).toBe(
      '10 of 500 examples to train with: 490 more.',
    );
    expect(findings(many(500))('readiness')?.level).toBe('pass');
  });

  test('a part of very many stands for all of them', () => {
    const row = { text: JSON.stringify({ text: ' word'.repeat(1000) }) };
    const part = findings(many(100, row), {}, null, 0.1);
    expect(part('readiness')?.summary).toMatch(/^About 1,000 examples to train with/);
    expect(part('tokens')?.summary).toContain('About 1,000,000 tokens in all, 1,000,000 to train with');
    expect(findings(many(30), {}, null, 0.1)('readiness')?.summary).toBe(
      'About 300 of 500 examples to train with: 200 more.',
    );
  });

  test('labels of equal questions and answers that contradict each other stop it, exported or not', () => {
    const faulty = { example: { verdict: 'wrong', answer: ' a ' }, excluded: 'not_correct' as const };
    expect(findings([{}, faulty])('contradictory_labels')).toMatchObject({ level: 'stop', places: [0, 1] });
    const other = { ...faulty, example: { verdict: 'wrong', answer: 'B' } };
    expect(findings([{}, other])('contradictory_labels')).toMatchObject({ level: 'pass', places: [] });
    const hidden = { ...faulty, excluded: 'hidden' as const };
    expect(findings([{}, hidden])('contradictory_labels')?.level, 'what must not show').toBe('pass');
  });

  test('tokens are counted against the limit, and no text is a special token', () => {
    const long = { text: JSON.stringify({ text: 'word '.repeat(3000) }) };
    const special = { text: JSON.stringify({ text: '<|endoftext|>'.repeat(10) }) };
    const shortInTokens = { text: JSON.stringify({ text: 'a'.repeat(4000) }) };
    expect(findings([long, special, shortInTokens])('tokens')).toMatchObject({ level: 'stop', places: [0] });
  });

  test('the cost is that of the examples to train with, at a price that says where it is from', () => {
    const row = { text: JSON.stringify({ text: ' word'.repeat(1000) }) };
    const cost = (change: Partial<Recipe>, given: Given[] = many(100, row)) =>
      findings(given, change)('tokens')?.summary;
    expect(cost({})).toBe(
      'About 100,000 tokens in all, 100,000 to train with; no example is longer than 8,192.',
    );
    expect(cost({ target: 'gpt-4o' })).toContain(
      'about $7.50 for 3 epochs (list price of 20 August 2024, $25 a million tokens; check yours)',
    );
    expect(cost({ usdPerMillionTokens: 0.5, epochs: 1 })).toContain(
      'about $0.05 for 1 epoch (at $0.5 a million tokens)',
    );
    const tested = many(50, { ...row, side: 'test' });
    expect(cost({ usdPerMillionTokens: 1, epochs: 1 }, [...many(50, row), ...tested])).toContain(
      '100,000 tokens in all, 50,000 to train with, about $0.05',
    );
    expect(cost({}, many(10, { ...row, twin: row.text })), 'the same in another form').toContain(
      '10,000 tokens in all',
    );
  });

  test('personal data stops it only where it would stay', () => {
    const rows = [{ personal: 'email' as const }, {}];
    expect(findings(rows, { personalData: 'keep' })('personal_data')).toMatchObject({
      level: 'stop',
      places: [0],
    });
    expect(findings(rows)('personal_data')).toMatchObject({ level: 'pass', places: [0] });
    expect(findings(rows, { format: 'labels-csv' })('readiness')).toBeUndefined();
  });

  test('near-duplicates stand beside what they repeat', () => {
    const rows = [{ cluster: 0 }, {}, { cluster: 0 }, ...many(8)];
    expect(findings(rows)('duplicates')).toMatchObject({
      level: 'warn',
      places: [0, 2],
      summary:
        '2 queries ask nearly what another of them asks. With one of each question 1 fewer would go in (9 %).',
    });
    expect(findings(many(4, { cluster: 0 }))('duplicates')?.level).toBe('stop');
    expect(findings(many(4, { cluster: 0 }))('diversity')).toMatchObject({
      level: 'warn',
      places: [0, 1, 2, 3],
    });
  });

  test('one class or length for all is worth a look', () => {
    const unpaired = { format: 'trl-unpaired' as const };
    expect(findings(many(20), unpaired)('balance')?.level).toBe('warn');
    expect(findings(many(20))('balance')?.level).toBe('pass');
    const faulty = { example: { verdict: 'wrong', idealAnswer: 'I' } };
    expect(findings([...many(10), ...many(10, faulty)], unpaired)('balance')?.level).toBe('pass');
  });

  test('nothing at all is no fault of any gate but readiness', () => {
    const none = findings([]);
    for (const gate of ['contradictory_labels', 'tokens', 'duplicates', 'balance', 'diversity'] as const)
      expect(none(gate)?.level, gate).toBe('pass');
    expect(none('readiness')?.level).toBe('stop');
  });
});

test.each([
  [{ verdict: 'correct', hits: [passage(0), passage(1)] }, true],
  [{ verdict: 'correct', hits: [passage(0), passage(null)] }, false],
  [{ verdict: 'correct', hits: [passage(2)] }, false],
  [{ verdict: 'correct', hits: [] }, false],
  [{ verdict: 'wrong', failure: 'missing_knowledge', hits: [passage(3)] }, true],
  [{ verdict: 'wrong', failure: 'missing_knowledge', hits: [passage(2)] }, false],
  [{ verdict: 'correct', nothingToFind: true, hits: [passage(2)] }, true],
  [{ verdict: 'correct', nothingToFind: true, hits: [passage(0)] }, false],
])('%j contradicts its grades: %s', (change, expected) => {
  expect(contradictsGrades(example(change))).toBe(expected);
});

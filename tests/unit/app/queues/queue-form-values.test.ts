import { describe, expect, it } from 'vitest';
import { createQueueSchema, type QueueRuleInput, saveQueueSchema } from '#lib/labelling/schema.ts';
import {
  DEFAULT_SETTINGS,
  formFaults,
  toFormValues,
  toSettings,
} from '../../../../app/(app)/[project]/queues/_components/queue-form-values.ts';
import {
  newRule,
  ruleFault,
  toRule,
  toRuleValues,
} from '../../../../app/(app)/[project]/queues/_components/rule-values.ts';

const RULES: QueueRuleInput[] = [
  { filter: {}, mode: { kind: 'random', rate: 0.125 } },
  {
    filter: { model: ['a', 'b'], zeroHit: true },
    mode: { kind: 'stratified', by: 'model', wantEach: 7, floor: 0.02 },
  },
  {
    filter: { metadata: { team: ['x'] } },
    mode: {
      kind: 'priority',
      when: [
        { kind: 'filter', filter: { feedback: ['down'] } },
        { kind: 'topScoreBelow', below: 0.4 },
        { kind: 'filter', filter: { score: { faithfulness: ['..0.5'] } } },
        { kind: 'filter', filter: { model: ['odd'] } },
        { kind: 'topScoreBelow', below: 0.1 },
      ],
      rate: 1,
      floor: 0.05,
    },
  },
];

describe('a filling rule in its form', () => {
  it.each(RULES)('comes out as it went in: $mode.kind', (rule) => {
    const values = toRuleValues(rule);
    expect(ruleFault(values)).toBeUndefined();
    const back = toRule(values);
    expect(back.filter).toEqual(rule.filter);
    if (back.mode.kind !== 'priority' || rule.mode.kind !== 'priority') expect(back).toEqual(rule);
    else {
      expect({ ...back.mode, when: [] }).toEqual({ ...rule.mode, when: [] });
      expect(back.mode.when).toEqual(expect.arrayContaining(rule.mode.when));
      expect(back.mode.when).toHaveLength(rule.mode.when.length);
    }
  });

  it('says what is wrong with it', () => {
    const rule = newRule();
    expect(ruleFault(rule)).toBeUndefined();
    expect(ruleFault({ ...rule, percent: '' })).toContain('share');
    expect(ruleFault({ ...rule, kind: 'stratified', wantEach: 0 })).toContain('1 or more');
    expect(ruleFault({ ...rule, kind: 'priority', presets: [] })).toContain('at least one condition');
    expect(ruleFault({ ...rule, kind: 'priority', scoreName: 'x' })).toContain('value');
    expect(ruleFault({ ...rule, kind: 'priority', floorPercent: 1 })).toContain('between 2 and 100');
    expect(ruleFault({ ...rule, filter: 'verdict=nonsense' })).toContain('filter');
  });
});

describe('a queue in its form', () => {
  it('has the defaults of the API', () => {
    const parsed = createQueueSchema.parse({ name: 'x', size: 0 });
    expect(parsed).toMatchObject({ ...DEFAULT_SETTINGS, name: 'x' });
  });

  it('comes out as it went in, and only a changed text is a new version of the guidelines', () => {
    const queue = {
      ...DEFAULT_SETTINGS,
      name: 'q',
      rules: RULES.slice(0, 2),
      fillCap: 30,
      fillEveryHours: 6,
    };
    const values = toFormValues(queue, 'text');
    expect(formFaults(values)).toEqual({});
    const settings = toSettings(values, 'text\n');
    expect(settings).toEqual(queue);
    expect(saveQueueSchema.safeParse({ queueId: 'x', ...settings }).success).toBe(true);
    expect(toSettings({ ...values, guidelines: 'other' }, 'text')).toMatchObject({ guidelines: 'other' });
    expect(toSettings({ ...values, rules: [] }, 'text')).toMatchObject({ fillCap: 0, fillEveryHours: null });
  });

  it('says at which field something is wrong', () => {
    const values = toFormValues({ ...DEFAULT_SETTINGS, name: 'q' }, 'text');
    const faults = formFaults({
      ...values,
      name: ' ',
      reviewers: 11,
      secondPercent: '',
      leaseMinutes: 2.5,
      guidelines: '',
      rules: [newRule(), { ...newRule(), percent: 0 }],
      fillCap: 0,
    });
    expect(Object.keys(faults).sort()).toEqual(
      ['name', 'reviewers', 'secondPercent', 'leaseMinutes', 'guidelines', 'rules.1', 'fillCap'].sort(),
    );
  });
});

import { exportFormat } from './encoders/registry.ts';
import type { ExportTally } from './export-tally.ts';
import type { GateTally } from './gate-tally.ts';
import type { GateId, GateLevel } from './gates.ts';
import type { ExportPlan } from './plan-export.ts';
import type { LabellingPace } from './queries/labelling-pace.ts';
import type { Counts } from './schema.ts';
import { TARGETS, trainingCost } from './training-targets.ts';

/** Below this a small fine-tuning run seldom holds up; above `MOST` more rows help little. */
const FEWEST = 500;
const MOST = 5_000;
const DUPLICATE_SHARE = 0.2;
const CONTRADICTED_SHARE = 0.05;
const SMALL_CLASS_SHARE = 0.1;
const LARGE_CLUSTER_SHARE = 0.2;
const LENGTH_RATIO = 10;

export interface GateFinding {
  gate: GateId;
  level: GateLevel;
  summary: string;
  /** Places of the candidates that it is about. */
  places: number[];
}

interface Examined {
  plan: ExportPlan;
  tally: ExportTally;
  gates: GateTally;
  counts: Counts;
  pace: LabellingPace;
  /** Share of the labelled queries that `counts` and `gates` know; below 1 in previews of very many. */
  share: number;
}

/** What the gates find. Formats that nothing is trained with are asked for personal data only. */
export function gateFindings(examined: Examined): GateFinding[] {
  const { purpose } = exportFormat(examined.plan.recipe.format);
  if (purpose !== 'training') return [personalData(examined)];
  return [
    readiness(examined),
    contradictoryLabels(examined),
    contradictedGrades(examined),
    personalData(examined),
    tokens(examined),
    ...clusters(examined),
    balance(examined),
  ];
}

function readiness({ counts, pace, share }: Examined): GateFinding {
  const have = Math.round((counts.sides?.train ?? 0) / share);
  const about = share < 1 ? 'About ' : '';
  if (have >= FEWEST) {
    const more = have < MOST ? `; up to ${number(MOST)} more of them usually help` : '';
    return found('readiness', 'pass', `${about}${number(have)} examples to train with${more}.`, []);
  }
  const missing = FEWEST - have;
  const labelled = counts.matching - (counts.excluded.no_label ?? 0);
  const time = timeFor((missing * labelled) / have, pace);
  const of = `${about}${number(have)} of ${number(FEWEST)} examples to train with`;
  return found('readiness', 'stop', `${of}: ${number(missing)} more${time}.`, []);
}

/** Not every label becomes an example to train with: `labels` are as many as it takes. */
function timeFor(labels: number, { medianSeconds }: LabellingPace): string {
  if (medianSeconds === null || labels === 0 || !Number.isFinite(labels)) return '';
  const hours = labels * (medianSeconds / 3600);
  const time = hours < 1.5 ? `${Math.max(1, Math.round(hours * 60))} min` : `${number(Math.round(hours))} h`;
  return `, about ${time} at your reviewers' median pace`;
}

function contradictoryLabels({ gates }: Examined): GateFinding {
  const places = gates.contradictions();
  return places.length === 0
    ? found(
        'contradictory_labels',
        'pass',
        'No answer was found right in one query and faulty in another.',
        [],
      )
    : found(
        'contradictory_labels',
        'stop',
        `${queries(places.length)} have the same question and answer as another with the opposite verdict.`,
        places,
      );
}

function contradictedGrades({ gates, tally, counts }: Examined): GateFinding {
  const places = flagged(gates.contradictsGrades, tally);
  if (places.length === 0)
    return found('contradicted_grades', 'pass', 'No verdict contradicts the grades of its hits.', []);
  const level = places.length > CONTRADICTED_SHARE * counts.exported ? 'stop' : 'warn';
  return found(
    'contradicted_grades',
    level,
    `${queries(places.length)} have a verdict that the grades of their hits contradict, such as a correct answer without a relevant hit.`,
    places,
  );
}

function personalData({ plan, gates }: Examined): GateFinding {
  const places = flagged(gates.personalData);
  if (places.length === 0)
    return found('personal_data', 'pass', 'No e-mail address, phone or card number or key was found.', []);
  const kinds = [...gates.masked].map(([kind, times]) => `${kind} ${number(times)}`).join(', ');
  const what = `${queries(places.length)} hold personal data or keys`;
  const { personalData: choice } = plan.recipe;
  if (choice === 'leave_out') return found('personal_data', 'pass', `${what} and are left out.`, places);
  if (choice === 'mask') return found('personal_data', 'pass', `${what}; masked: ${kinds}.`, places);
  return found('personal_data', 'stop', `${what}, which stay in the files: ${kinds}.`, places);
}

function tokens({ plan, gates, tally, share }: Examined): GateFinding {
  const { title, maxTokens } = TARGETS[plan.recipe.target];
  const places = flagged(gates.overLimit, tally);
  const counted = gates.tokens();
  const train = Math.round(counted.train / share);
  const cost = trainingCost(train, plan.recipe);
  const all = `About ${number(Math.round(counted.all / share))} tokens in all, ${number(train)} to train with${cost === undefined ? '' : `, ${cost}`}`;
  if (places.length === 0)
    return found('tokens', 'pass', `${all}; no example is longer than ${number(maxTokens)}.`, []);
  return found(
    'tokens',
    'stop',
    `${all}; ${queries(places.length)} are longer than ${number(maxTokens)} tokens (${title}), and trainers cut them.`,
    places,
  );
}

function clusters({ plan, tally, counts }: Examined): GateFinding[] {
  const exported = [...plan.sides].filter(([place]) => tally.isExported(place));
  const members = Map.groupBy(exported, ([, { cluster }]) => cluster);
  const groups = [...members.values()].map((group) => group.map(([place]) => place));
  // Side by side with what it repeats, so that one sees whether it does.
  const repeated = groups.filter((group) => group.length > 1).sort((a, b) => b.length - a.length);
  const alike = repeated.flat();
  const repeats = alike.length - repeated.length;
  const share = counts.exported === 0 ? 0 : repeats / counts.exported;
  const largest = Math.max(0, ...repeated.map((group) => group.length), Math.min(1, groups.length));
  const isNarrow = largest > 1 && largest > LARGE_CLUSTER_SHARE * counts.exported;
  return [
    repeats === 0
      ? found('duplicates', 'pass', 'No question is nearly equal to another.', [])
      : found(
          'duplicates',
          share > DUPLICATE_SHARE ? 'stop' : 'warn',
          `${queries(alike.length)} ask nearly what another of them asks. With one of each question ${number(repeats)} fewer would go in (${percent(share)}).`,
          alike,
        ),
    found(
      'diversity',
      isNarrow ? 'warn' : 'pass',
      `${number(groups.length)} different questions among ${number(counts.exported)} examples; the most asked has ${number(largest)}.`,
      isNarrow ? (repeated[0] ?? []) : [],
    ),
  ];
}

function balance({ plan, tally, gates }: Examined): GateFinding {
  const places = [...gates.classes.keys()].filter((place) => tally.isExported(place));
  if (places.length === 0) return found('balance', 'pass', 'There is nothing to compare.', []);
  const faulty = places.filter((place) => gates.classes[place] === 2);
  const lengths = places.flatMap((place) => gates.answerLengths[place] || []).sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.floor(share * (lengths.length - 1))] ?? 0;
  const [median, long] = [at(0.5), at(0.95)];
  const share = faulty.length / places.length;
  // Only there does a model learn right from wrong; a file of preferences is of faulty answers alone.
  const isUneven = plan.recipe.format === 'trl-unpaired' && Math.min(share, 1 - share) < SMALL_CLASS_SHARE;
  const isLong = median > 0 && long > LENGTH_RATIO * median;
  const classes = `${percent(share)} of the logged answers were found faulty`;
  const answers = `answers have ${number(median)} characters in the middle, ${number(long)} at the 95th percentile`;
  const outliers = isLong ? places.filter((place) => (gates.answerLengths[place] ?? 0) >= long) : [];
  const smaller = share > 0.5 ? places.filter((place) => gates.classes[place] !== 2) : faulty;
  return found('balance', isUneven || isLong ? 'warn' : 'pass', `${capital(classes)}; ${answers}.`, [
    ...new Set([...(isUneven ? smaller : []), ...outliers]),
  ]);
}

function flagged(flags: Uint8Array, tally?: ExportTally): number[] {
  return [...flags.keys()].filter(
    (place) => flags[place] === 1 && (tally === undefined || tally.isExported(place)),
  );
}

function found(gate: GateId, level: GateLevel, summary: string, places: number[]): GateFinding {
  return { gate, level, summary, places };
}

const number = (value: number) => value.toLocaleString('en-GB');
const percent = (share: number) => `${Math.round(100 * share)} %`;
const queries = (count: number) => (count === 1 ? '1 query' : `${number(count)} queries`);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

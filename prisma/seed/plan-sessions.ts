import { type Chance, chanceOf } from './chance.ts';
import { phraseQuestion } from './phrasing.ts';
import type { DemoQuestion } from './question.ts';
import { questionsByTopic, unanswerableQuestions } from './questions.ts';
import { momentSampler } from './rhythm.ts';

/** One question to be asked: when, by whom, in which words. */
export type PlannedTurn = {
  atMs: number;
  question: DemoQuestion;
  asked: string;
  /** The question written out, where `asked` only makes sense after the turn before. */
  rewritten?: string;
};
export type PlannedSession = {
  id: string;
  userId: string;
  channel: 'web' | 'desktop' | 'mobile';
  /** A question that the team itself asks around the clock, with its known answer. */
  canary: boolean;
  turns: PlannedTurn[];
};

const TURN_COUNTS = [
  { turns: 1, weight: 0.74 },
  { turns: 2, weight: 0.15 },
  { turns: 3, weight: 0.07 },
  { turns: 4, weight: 0.04 },
];
const CHANNELS = ['web', 'web', 'web', 'desktop', 'mobile'] as const;
const CANARY_SHARE = 0.05;
const UNANSWERABLE_SHARE = 0.07;
const USERS = 180;

/** Sessions of one to four turns about one topic each, until exactly `queries` turns are planned. */
export function planSessions(
  seed: string,
  period: { startMs: number; endMs: number },
  queries: number,
): PlannedSession[] {
  const momentAt = momentSampler(period.startMs, period.endMs);
  const sessions: PlannedSession[] = [];
  for (let planned = 0; planned < queries; ) {
    const number = sessions.length;
    const chance = chanceOf(seed, 'session', number);
    const startMs = momentAt(chance.next());
    const session = planSession(chance, `${seed}-session-${number}`, startMs);
    session.turns = session.turns.filter(({ atMs }) => atMs < period.endMs).slice(0, queries - planned);
    planned += session.turns.length;
    sessions.push(session);
  }
  return sessions;
}

function planSession(chance: Chance, id: string, startMs: number): PlannedSession {
  const canary = chance.happens(CANARY_SHARE);
  const userNumber = 1 + Math.floor(USERS * chance.next() ** 1.7);
  const session = {
    id,
    userId: canary ? 'canary' : `user-${String(userNumber).padStart(3, '0')}`,
    channel: chance.pick(CHANNELS),
    canary,
  };
  if (!canary && chance.happens(UNANSWERABLE_SHARE)) {
    const question = chance.weighted(unanswerableQuestions, () => 1);
    return { ...session, turns: [{ atMs: startMs, question, asked: phraseQuestion(question, chance) }] };
  }
  const topic = chance.weighted(questionsByTopic, popularity);
  const turnCount = canary ? 1 : chance.weighted(TURN_COUNTS, ({ weight }) => weight).turns;
  return { ...session, turns: planTurns(chance, topic, startMs, turnCount, canary) };
}

function planTurns(
  chance: Chance,
  topic: readonly DemoQuestion[],
  startMs: number,
  turnCount: number,
  canary: boolean,
): PlannedTurn[] {
  const turns: PlannedTurn[] = [];
  let atMs = startMs;
  while (turns.length < turnCount) {
    const left = topic.filter((question) => !turns.some((turn) => turn.question === question));
    const question = chance.weighted(left, popularity);
    if (turns.length > 0 && question.followUp !== undefined) {
      turns.push({ atMs, question, asked: question.followUp, rewritten: question.ask[0] });
    } else {
      turns.push({ atMs, question, asked: canary ? question.ask[0] : phraseQuestion(question, chance) });
    }
    atMs += Math.round(chance.between(20_000, 150_000));
  }
  return turns;
}

/** The first ones of a list are asked more often, as in any help desk. */
function popularity(_: unknown, position: number): number {
  return 1 / Math.sqrt(2 + position);
}

import { type AnsweredQuestion, answerQuestion, type QueryTruth } from './answer-question.ts';
import type { HandbookChunk } from './handbook.ts';
import { lexicalRetriever } from './lexical-retriever.ts';
import { planSessions } from './plan-sessions.ts';
import { type Deployment, deploymentMoment, type Scenario } from './scenario.ts';
import type { WireChunk, WireMessage, WireQuery } from './wire.ts';

export type TrafficOptions = {
  seed: number;
  endsAt: Date;
  days: number;
  queries: number;
  handbook: readonly HandbookChunk[];
};
/** What was really changed, and when: the answer that a reader of the charts should find. */
export type HiddenDeployment = {
  deployedAt: string;
  side: 'retrieval' | 'answer';
  indexVersion: string;
  promptVersion: string;
};
export type Traffic = {
  /** By time; ids follow from scenario, seed and position. */
  queries: WireQuery[];
  /** One for each query, in the same order. */
  truth: QueryTruth[];
  deployment: HiddenDeployment;
};

const DAY_MS = 86_400_000;

/** Traffic of `days` days up to `endsAt`. Pure: the same options give the same objects. */
export function generateTraffic(scenario: Scenario, options: TrafficOptions): Traffic {
  const { seed, endsAt, days, queries, handbook } = options;
  const name = `${scenario.name}-${seed}`;
  const deployedAt = deploymentMoment(endsAt);
  const before = { deployment: scenario.before, retrieve: retrieverOf(scenario.before, handbook) };
  const after = { deployment: scenario.after, retrieve: retrieverOf(scenario.after, handbook) };
  const period = { startMs: endsAt.getTime() - days * DAY_MS, endMs: endsAt.getTime() };

  const answered: AnsweredQuestion[] = planSessions(name, period, queries).flatMap((session) => {
    const earlierTurns: WireMessage[] = [];
    return session.turns.map((turn, position) => {
      const running = turn.atMs < deployedAt.getTime() ? before : after;
      const result = answerQuestion({ ...running, session, turn, position, earlierTurns: [...earlierTurns] });
      earlierTurns.push({ role: 'user', content: turn.asked });
      if (result.query.answer !== null)
        earlierTurns.push({ role: 'assistant', content: result.query.answer });
      return result;
    });
  });
  answered.sort((a, b) => Date.parse(a.query.startedAt) - Date.parse(b.query.startedAt));

  const ids = answered.map((_, position) => queryId(scenario.name, seed, position));
  const metadata = { demoEndsAt: endsAt.toISOString(), demoQueries: String(queries) };
  return {
    queries: answered.map(({ query }, position) => ({ id: ids[position] ?? '', ...query, metadata })),
    truth: answered.map(({ truth }, position) => ({ queryId: ids[position] ?? '', ...truth })),
    deployment: {
      deployedAt: deployedAt.toISOString(),
      side: scenario.side,
      indexVersion: scenario.after.indexVersion,
      promptVersion: scenario.after.prompt.version,
    },
  };
}

export function queryId(scenarioName: string, seed: number, position: number): string {
  return `demo-${scenarioName}-${seed}-${String(position).padStart(5, '0')}`;
}

/** The chunks of every index version of the scenario, in the order they were built. */
export function chunksOf(scenario: Scenario, handbook: readonly HandbookChunk[]): WireChunk[] {
  const versions = new Map(
    [scenario.before, scenario.after].map((deployed) => [deployed.indexVersion, deployed]),
  );
  return [...versions.values()].flatMap((deployment) =>
    indexedChunks(deployment, handbook).map(({ id, text, title, source }) => ({
      id,
      text,
      title,
      source,
      indexVersion: deployment.indexVersion,
    })),
  );
}

function retrieverOf(deployment: Deployment, handbook: readonly HandbookChunk[]) {
  return lexicalRetriever(indexedChunks(deployment, handbook));
}

function indexedChunks(deployment: Deployment, handbook: readonly HandbookChunk[]): HandbookChunk[] {
  return handbook.filter(({ document }) => !deployment.missingDocuments.includes(document));
}

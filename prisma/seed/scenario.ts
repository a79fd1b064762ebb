import type { AnswerStyle } from './extractive-answerer.ts';

/** How a prompt makes the answerer write: the share of answers with each peculiarity. */
export type Prompt = {
  version: string;
  instructions: string;
  opening: number;
  uncited: number;
  padded: number;
  chatty: number;
};

/** What runs in production at one time. */
export type Deployment = {
  indexVersion: string;
  /** Documents that the index of this deployment does not hold. */
  missingDocuments: readonly string[];
  prompt: Prompt;
};

export type Scenario = {
  name: string;
  description: string;
  side: 'retrieval' | 'answer';
  before: Deployment;
  after: Deployment;
};

const carefulPrompt: Prompt = {
  version: 'p3',
  instructions:
    'Answer the question from the context only, in at most 90 words and in a plain tone. ' +
    'Cite the section each sentence rests on as [n]. If the context does not answer it, say so.',
  opening: 0.01,
  uncited: 0.02,
  padded: 0.01,
  chatty: 0,
};

const carelessPrompt: Prompt = {
  version: 'p4',
  instructions:
    'You are a friendly assistant of the Cairnbox team. Be warm and tell the customer all there is to know.',
  opening: 0.3,
  uncited: 0.45,
  padded: 0.2,
  chatty: 0.3,
};

const healthy: Deployment = { indexVersion: 'v7', missingDocuments: [], prompt: carefulPrompt };

export const scenarios = {
  'stale-index': {
    name: 'stale-index',
    description:
      'The retriever is deployed with an index built from an old copy that lacks half of the handbook.',
    side: 'retrieval',
    before: healthy,
    after: {
      ...healthy,
      indexVersion: 'v8',
      missingDocuments: [
        'api-and-integrations',
        'error-codes',
        'mobile-app',
        'restore',
        'sharing',
        'support-and-service',
      ],
    },
  },
  'bad-prompt': {
    name: 'bad-prompt',
    description:
      'A new prompt forgets the citations, the length and the tone, and answers from the wrong sentences.',
    side: 'answer',
    before: healthy,
    after: { ...healthy, prompt: carelessPrompt },
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}

/** The style of one answer, from four numbers in [0, 1). */
export function styleOf(prompt: Prompt, next: () => number): AnswerStyle {
  return {
    pick: next() < prompt.opening ? 'opening' : 'matching',
    cite: next() >= prompt.uncited,
    length: next() < prompt.padded ? 'padded' : 'short',
    chatty: next() < prompt.chatty,
  };
}

/** 14:00 UTC on the working day about five days before the end. */
export function deploymentMoment(endsAt: Date): Date {
  const day = new Date(endsAt);
  day.setUTCDate(day.getUTCDate() - 5);
  const shiftToWorkingDay = day.getUTCDay() === 6 ? -1 : day.getUTCDay() === 0 ? 1 : 0;
  day.setUTCDate(day.getUTCDate() + shiftToWorkingDay);
  day.setUTCHours(14, 0, 0, 0);
  return day;
}

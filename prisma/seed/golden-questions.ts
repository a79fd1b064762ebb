import { questionsByTopic, unanswerableQuestions } from './questions.ts';

const UNANSWERABLE = 2;

/** A golden set as the HTTP API takes it: the last question about each document, and two that no document answers. */
export function handbookGoldenSet(): Record<string, unknown> {
  const about = questionsByTopic.flatMap((questions) => questions.slice(-1));
  return {
    name: 'Handbook, one a document',
    description: 'What every version of the assistant must still answer.',
    questions: [...about, ...unanswerableQuestions.slice(0, UNANSWERABLE)].map((question) => ({
      question: question.ask[0],
      idealAnswer: question.ideal,
      requiredFacts: question.facts,
      relevantIds: question.relevant,
      answerable: question.coverage === 'answerable',
    })),
  };
}

/** What a queue asks beside the verdict, and what it shows. */
export interface LabelAsks {
  grades: boolean;
  idealAnswer: boolean;
  note: boolean;
  /** Whether it may be left to somebody else to decide. */
  flag: boolean;
  hidesMachine: boolean;
  suggests: boolean;
}

/** Outside of any queue everything may be said. */
export const ASKS_ALL: LabelAsks = {
  grades: true,
  idealAnswer: true,
  note: true,
  flag: true,
  hidesMachine: false,
  suggests: true,
};

export function asksOf(queue: {
  asksGrades: boolean;
  asksIdealAnswer: boolean;
  asksNote: boolean;
  hidesMachine: boolean;
  suggests: boolean;
}): LabelAsks {
  const { asksGrades, asksIdealAnswer, asksNote, hidesMachine, suggests } = queue;
  return {
    grades: asksGrades,
    idealAnswer: asksIdealAnswer,
    note: asksNote,
    flag: true,
    hidesMachine,
    suggests,
  };
}

/** Nothing but the verdict and what failed: the label is complete, and sent, as soon as these are said. */
export function isVerdictOnly({ grades, idealAnswer, note }: LabelAsks): boolean {
  return !grades && !idealAnswer && !note;
}

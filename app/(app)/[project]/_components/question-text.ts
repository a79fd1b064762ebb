export const NO_QUESTION = 'Question not recorded';

/** What stands for a question in lists: many applications record no content. */
export function questionText(question: string): string {
  return question.trim() === '' ? NO_QUESTION : question;
}

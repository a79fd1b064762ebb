/** What a rule says of an answer; '' where it holds, else why it does not, for people. */
export type FormatCheck = (answer: string) => string;

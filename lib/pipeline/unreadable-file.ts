/** Its message is the sentence for whoever sent the file: why it cannot be read, and what to do. */
export class UnreadableFile extends Error {}

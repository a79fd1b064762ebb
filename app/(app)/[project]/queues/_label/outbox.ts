/** What a visit has sent that changes the queue, and how much of it has been answered. */
export class Outbox {
  private readonly sending = new Map<string, Promise<void>>();
  private readonly submitting = new Set<string>();
  private undoing = 0;
  private changed = 0;

  /** Sends something of an item. `answered` is told of the answer and must not throw. */
  send<Answer>(itemId: string, { isLabel, request, answered }: SendOptions<Answer>): void {
    if (isLabel) this.submitting.add(itemId);
    const sent = request().then((answer) => {
      this.sending.delete(itemId);
      this.submitting.delete(itemId);
      this.changed += 1;
      answered(answer);
    });
    this.sending.set(itemId, sent);
  }

  /** Runs what takes something back. */
  async undo<T>(work: () => Promise<T>): Promise<T> {
    this.undoing += 1;
    try {
      return await work();
    } finally {
      this.undoing -= 1;
      this.changed += 1;
    }
  }

  itemIds(): string[] {
    return [...this.sending.keys()];
  }

  /** Resolves when everything that was sent so far has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.sending.values());
  }

  tally() {
    return {
      submitting: this.submitting.size,
      changing: this.sending.size + this.undoing,
      changed: this.changed,
    };
  }
}

interface SendOptions<Answer> {
  isLabel: boolean;
  /** Must not reject. */
  request: () => Promise<Answer>;
  answered: (answer: Answer) => void;
}

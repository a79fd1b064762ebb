/** Hands each free slot, such as a connection, to the caller that has waited longest. */
export class Slots<T> {
  private readonly free: T[];
  private readonly waiting: ((slot: T) => void)[] = [];

  constructor(slots: T[]) {
    this.free = slots;
  }

  async use<R>(work: (slot: T) => Promise<R>): Promise<R> {
    const slot = this.free.pop() ?? (await new Promise<T>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(slot);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(slot);
      else next(slot);
    }
  }
}

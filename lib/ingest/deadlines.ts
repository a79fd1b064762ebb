/** What requests wait for, each with a time limit of its own, and all of it with an end when the process stops. */
export class Deadlines {
  private readonly open = new Set<AbortController>();

  /** Runs `work`, whose signal aborts with `late` after `ms`; rejects with it then, whatever the work does. */
  async limit<T>(ms: number, late: Error, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => controller.abort(late), ms);
    this.open.add(controller);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    try {
      return await Promise.race([work(signal), aborted]);
    } finally {
      clearTimeout(timer);
      this.open.delete(controller);
    }
  }

  /** Ends everything that is still waited for. */
  end(reason: Error): void {
    for (const controller of this.open) controller.abort(reason);
  }
}

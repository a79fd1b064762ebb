import { logger } from './logger.ts';

const PATIENCE_MS = 10_000;

/** What has been opened, to be closed in reverse order, once, when a signal comes or starting fails. */
export class Shutdown {
  private readonly closers: { name: string; close: () => unknown }[] = [];
  private running: Promise<void> | undefined;

  /** Call right after opening something. Closing later waits for what `close` returns. */
  add(name: string, close: () => unknown): void {
    this.closers.unshift({ name, close });
  }

  /** Closes everything; a closer that fails does not keep the others from closing. */
  run(): Promise<void> {
    this.running ??= this.closeAll();
    return this.running;
  }

  /** Closes everything and ends the process: at the latest after ten seconds, whatever hangs. */
  async exit(code: number): Promise<never> {
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    await this.run();
    process.exit(code);
  }

  private async closeAll(): Promise<void> {
    for (const { name, close } of this.closers) {
      try {
        await close();
      } catch (error) {
        logger.error({ err: error, name }, 'closing failed');
      }
    }
  }
}

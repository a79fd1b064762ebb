import { AppError } from '#lib/platform/errors.ts';
import { logger } from '#lib/platform/logger.ts';

export type PanelResult<T> = { ok: true; value: T } | { ok: false; message: string };

/** Keeps the fault of one panel from taking the page with it. The sentence is for the reader; the log has the rest. */
export async function panelResult<T>(load: () => Promise<T>): Promise<PanelResult<T>> {
  try {
    return { ok: true, value: await load() };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'invalid') return { ok: false, message: error.message };
    logger.error({ err: error }, 'a panel of a page failed');
    return {
      ok: false,
      message: 'The query log did not answer this question. The rest of the page is not affected.',
    };
  }
}

import { toHttpError } from '#lib/platform/http-errors.ts';
import { sqlState } from '#lib/platform/sql-state.ts';

/** What a caller is told of a failure. */
export async function told(work: Promise<unknown>) {
  try {
    await work;
    return { state: undefined, status: 200, retryAfter: Number.NaN };
  } catch (error) {
    return toldOf(error);
  }
}

function toldOf(error: unknown) {
  const { status, headers } = toHttpError(error);
  return { state: sqlState(error), status, retryAfter: Number(headers['retry-after'] ?? Number.NaN) };
}

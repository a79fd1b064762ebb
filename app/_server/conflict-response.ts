import { jsonResponse } from './define-route.ts';

/** A verb's result: as it is, or as 409 where it is a conflict, with the error document beside its fields. */
export function conflictOr<R extends { status: string }>(
  result: R,
): Exclude<R, { status: 'conflict' }> | Response {
  if (result.status !== 'conflict') return result as Exclude<R, { status: 'conflict' }>;
  const message = 'message' in result ? result.message : undefined;
  return jsonResponse({ ...result, error: { code: 'conflict', message } }, 409);
}

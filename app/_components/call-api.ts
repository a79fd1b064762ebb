import type { z } from 'zod';

/** A refusal or fault of the server, with the sentence it gave. `status` 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  /** The answer as it came: a refusal may say more than its sentence. */
  readonly answer: unknown;

  constructor(status: number, message: string, answer?: unknown) {
    super(message);
    this.answer = answer;
    this.name = 'ApiError';
    this.status = status;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Calls the HTTP API as the signed-in person. `path` starts with /api/v1/ and may have a query string.
 * Throws ApiError. With a schema the answer is parsed, else it is trusted to be a T.
 */
export async function callApi<T>(
  project: string,
  method: Method,
  path: string,
  body?: unknown,
  schema?: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<T> {
  const url = `${path}${path.includes('?') ? '&' : '?'}project=${encodeURIComponent(project)}`;
  return callServer(method, url, body, schema, signal);
}

/** The same for what belongs to no project, such as the signed-in person's account. */
export async function callServer<T>(
  method: Method,
  url: string,
  body?: unknown,
  schema?: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'The server did not answer. Check that Faultline is running, then try again.');
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, sentenceOf(answer, response.status), answer);
  return schema === undefined ? (answer as T) : schema.parse(answer);
}

function sentenceOf(answer: unknown, status: number): string {
  const message = (answer as { error?: { message?: unknown } } | undefined)?.error?.message;
  return typeof message === 'string' ? message : `The server answered with status ${status}.`;
}

/** What to show a person for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError
    ? error.message
    : 'Something went wrong in this page. Reload it and try again.';
}

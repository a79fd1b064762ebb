/** What went wrong, in words that a caller may see. `kind` decides the HTTP status (lib/platform/http-errors.ts). */
export class AppError extends Error {
  readonly kind: ErrorKind;
  /** Which input is wrong, as a path such as `hits.0.score`. */
  readonly path: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { path?: string; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.path = options.path;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'timeout'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media'
  | 'too_many'
  | 'unavailable';

/** A row that is missing and a row of another project look the same. */
export function notFound(what: string): AppError {
  return new AppError('not_found', `${what} was not found in this project.`);
}

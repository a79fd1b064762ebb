/** Why one event cannot be stored. Thrown inside the preparation of that event and returned by it. */
export class EventRejection extends Error {
  readonly code: RejectionCode;
  readonly path: string;

  constructor(code: RejectionCode, path: string, message: string) {
    super(message);
    this.name = 'EventRejection';
    this.code = code;
    this.path = path;
  }
}

export type RejectionCode = 'invalid' | 'too_large' | 'too_deep' | 'too_many_keys' | 'not_finite';

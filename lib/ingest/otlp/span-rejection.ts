/** Why one span or log record cannot be taken. Thrown inside its decoding and returned by it. */
export class SpanRejection extends Error {
  readonly code: SpanRejectionCode;

  constructor(code: SpanRejectionCode, message: string) {
    super(message);
    this.name = 'SpanRejection';
    this.code = code;
  }
}

export type SpanRejectionCode = 'span_id' | 'span_time' | 'span_invalid' | 'span_too_deep' | 'span_too_large';

/** A span that was not taken, with its place in the request, counted over all its resources and scopes. */
export interface RejectedSpan {
  index: number;
  code: SpanRejectionCode;
  message: string;
  name: string;
}

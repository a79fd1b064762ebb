/**
 * An OpenTelemetry attribute value (AnyValue). Whole numbers outside the safe range are bigint;
 * null is an AnyValue with nothing set.
 */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | Uint8Array
  | AttributeValue[]
  | Attributes
  | null;

/** A Map, so that a key such as `__proto__` is a key like any other. */
export type Attributes = ReadonlyMap<string, AttributeValue>;

export interface SpanEvent {
  name: string;
  /** Unix nanoseconds; 0n when the sender left it out. */
  timeNs: bigint;
  attributes: Attributes;
}

/** A span that this one refers to, by the same form of ids. */
export interface SpanLink {
  traceId: string;
  spanId: string;
}

/** A span as received, whichever encoding carried it. */
export interface Span {
  /** 32 lower-case hex digits, not all zero. */
  traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  /** The wire's number: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  /** Unix nanoseconds. */
  startNs: bigint;
  endNs: bigint;
  attributes: Attributes;
  events: SpanEvent[];
  /** Absent: none. */
  links?: SpanLink[];
  /** 0 unset, 1 ok, 2 error. */
  status: { code: 0 | 1 | 2; message: string };
  scope: { name: string; version: string };
  resource: Attributes;
}

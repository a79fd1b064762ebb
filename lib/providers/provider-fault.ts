import { AppError, type ErrorKind } from '../platform/errors.ts';

/** What can go wrong between us and a provider. */
export const PROVIDER_FAULTS = [
  'timeout',
  'rate_limited',
  'unauthorised',
  'unavailable',
  'wrong_dimension',
  'missing_index',
  'cut_stream',
  'bad_answer',
  'blocked_address',
] as const;
export type ProviderFaultKind = (typeof PROVIDER_FAULTS)[number];

/** Which part of a query failed; the stage that the logged error carries. */
export type ProviderStage = 'retrieval' | 'generation' | 'other';

/** As HTTP: what waiting helps, and what somebody has to set right first. */
const ERROR_KIND: Record<ProviderFaultKind, ErrorKind> = {
  timeout: 'unavailable',
  rate_limited: 'too_many',
  unauthorised: 'conflict',
  unavailable: 'unavailable',
  wrong_dimension: 'conflict',
  missing_index: 'conflict',
  cut_stream: 'unavailable',
  bad_answer: 'unavailable',
  blocked_address: 'conflict',
};

/**
 * A provider's fault. Its message is one or two sentences for the screen and the query's error: what happened, at
 * which connection, what to do. It never holds a key, and it has no cause: errors of clients carry the request.
 */
export class ProviderFault extends AppError {
  readonly fault: ProviderFaultKind;
  readonly stage: ProviderStage;
  /** The HTTP status that the provider answered with, if it answered. */
  readonly status: number | undefined;

  constructor(
    fault: ProviderFaultKind,
    stage: ProviderStage,
    message: string,
    options: { status?: number | undefined; retryAfterSeconds?: number | undefined } = {},
  ) {
    const { status, retryAfterSeconds } = options;
    super(
      ERROR_KIND[fault],
      message,
      retryAfterSeconds === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterSeconds) },
    );
    this.name = 'ProviderFault';
    this.fault = fault;
    this.stage = stage;
    this.status = status;
  }
}

/** The error of a logged query: `{stage, type, message}`. */
export function loggedError(fault: ProviderFault): { stage: ProviderStage; type: string; message: string } {
  return { stage: fault.stage, type: fault.fault, message: fault.message };
}

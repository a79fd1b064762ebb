import { ProviderFault, type ProviderFaultKind, type ProviderStage } from './provider-fault.ts';
import { providersWords, type WireNotes } from './wire-notes.ts';

/** What was asked of which connection; what a fault's sentence is made of. */
export interface CallDescription {
  /** The connection's name, as people gave it. */
  connection: string;
  /** Never shown; so that words that repeat it are left out. */
  key: string | null;
  stage: ProviderStage;
  /** The model, index or collection asked for. */
  target: string;
  targetKind: 'model' | 'index';
}

const DIMENSION = /dimension|vector (length|size)/i;
const QUOTA = /insufficient_quota|quota|billing/i;

/** The fault for a call that failed, from what was seen on the wire. */
export function faultOf(call: CallDescription, notes: WireNotes): ProviderFault {
  const { failure, refusal } = notes;
  if (failure !== undefined) return ofFailure(call, failure);
  if (refusal !== undefined) return ofRefusal(call, refusal);
  return faultWith(call, 'bad_answer', 'answered with something that could not be read. Check its address.');
}

/** A fault whose sentence begins with the connection's name. */
export function faultWith(
  { connection, stage }: Pick<CallDescription, 'connection' | 'stage'>,
  fault: ProviderFaultKind,
  words: string,
  options: { status?: number; retryAfterSeconds?: number | undefined } = {},
): ProviderFault {
  return new ProviderFault(fault, stage, `“${connection}” ${words}`, options);
}

function ofFailure(call: CallDescription, failure: NonNullable<WireNotes['failure']>): ProviderFault {
  switch (failure.kind) {
    case 'timeout':
      return faultWith(
        call,
        'timeout',
        `did not answer within ${failure.afterMs / 1000} s. Try again; if it stays so, check the server.`,
      );
    case 'blocked':
      return faultWith(call, 'blocked_address', `was not asked: ${failure.message}`);
    case 'other_host':
      return faultWith(
        call,
        'blocked_address',
        `was not asked: the request would have gone to ${failure.host}, for which its key was not saved.`,
      );
    case 'too_large':
      return faultWith(call, 'bad_answer', 'sent an answer that is too large to be read.');
    case 'unreachable':
      return faultWith(
        call,
        'unavailable',
        `could not be reached (${failure.code}). Check its address, and that the server is running.`,
      );
  }
}

function ofRefusal(call: CallDescription, refusal: NonNullable<WireNotes['refusal']>): ProviderFault {
  const { status, retryAfterSeconds } = refusal;
  const words = providersWords(refusal.text, call.key);
  const said = words === undefined ? '' : ` It says: ${words}`;
  const fault = (kind: ProviderFaultKind, sentence: string) =>
    faultWith(call, kind, sentence, { status, retryAfterSeconds });
  if (status === 401 || status === 403)
    return fault(
      'unauthorised',
      `does not accept the key (${status}). It may have expired or been revoked: set a valid one in Settings, Providers.`,
    );
  if (status === 429)
    return QUOTA.test(refusal.text)
      ? fault('rate_limited', 'has no quota left for this key (429). Raise its limit at the provider.')
      : fault('rate_limited', `allows no more requests at the moment (429). ${tryAgain(retryAfterSeconds)}`);
  if (status >= 300 && status < 400)
    return fault('bad_answer', `leads to another address (${status}). Enter that address itself.`);
  if (status >= 400 && status < 500 && DIMENSION.test(refusal.text))
    return fault('wrong_dimension', `expects vectors of another length (${status}).${said}`);
  if (status === 404 && call.targetKind === 'index')
    return fault(
      'missing_index',
      `has no index “${call.target}” (404). Make it, or index the documents again.`,
    );
  if (status === 404)
    return fault(
      'bad_answer',
      `has no model “${call.target}”, or its address lacks a part such as /v1 (404).${said}`,
    );
  if (status === 408 || status === 504)
    return fault('timeout', `gave up on the request (${status}). Try again.`);
  if (status >= 500)
    return fault('unavailable', `has a fault of its own (${status}). Try again later.${said}`);
  return fault('bad_answer', `refused the request (${status}).${said}`);
}

function tryAgain(seconds: number | undefined): string {
  return seconds === undefined
    ? 'Try again in a minute.'
    : `Try again in ${Math.max(1, Math.ceil(seconds))} s.`;
}

import { AppError } from '../platform/errors.ts';
import { loggedError, ProviderFault } from '../providers/provider-fault.ts';

export interface LoggedError {
  stage: 'retrieval' | 'generation' | 'other';
  type: string;
  message: string;
}

/** What a fault is logged as. One that is not a provider's has the stage at which it happened. */
export function faultOf(error: unknown, stage: 'retrieval' | 'generation'): LoggedError {
  if (error instanceof ProviderFault) return loggedError(error);
  if (error instanceof AppError)
    return { stage, type: error.kind === 'invalid' ? 'schema' : error.kind, message: error.message };
  if ((error as Error | null)?.name === 'AbortError')
    return { stage, type: 'aborted', message: 'Whoever asked left before the answer was complete.' };
  return { stage, type: 'fault', message: "A store did not answer. The server's log says more." };
}

import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../platform/errors.ts';
import { networkOf } from './client-address.ts';

const TRIES = 10;
const WINDOW_SECONDS = 15 * 60;

export interface SignInThrottle {
  /** Counts a try; throws `too_many`, or `unavailable` where counting itself fails: no try goes uncounted. */
  countTry(address: string, email: string): Promise<void>;
  /** Takes back the try just counted, because it was right. Earlier wrong ones stay counted. */
  forgiveTry(address: string, email: string): Promise<void>;
}

type Limiter = Pick<RateLimiterAbstract, 'consume' | 'reward'>;

/** Ten tries in a quarter of an hour for each account and for each IPv4 address or IPv6 /64. */
export function createSignInThrottle(
  byNetwork: Limiter = new RateLimiterMemory({ points: TRIES, duration: WINDOW_SECONDS }),
  byAccount: Limiter = new RateLimiterMemory({ points: TRIES, duration: WINDOW_SECONDS }),
): SignInThrottle {
  return {
    countTry: async (address, email) => {
      await consume(byNetwork, networkOf(address));
      await consume(byAccount, accountOf(email));
    },
    forgiveTry: async (address, email) => {
      await byNetwork.reward(networkOf(address), 1);
      await byAccount.reward(accountOf(email), 1);
    },
  };
}

async function consume(limiter: Limiter, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes))
      throw new AppError('unavailable', 'Signing in is not possible at the moment. Try again.', { cause });
    throw new AppError('too_many', 'Too many tries. Wait a quarter of an hour, then try again.', {
      retryAfterSeconds: Math.max(1, Math.ceil(cause.msBeforeNext / 1000)),
    });
  }
}

/** Spellings of an address that mean the same account count together. */
function accountOf(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase().slice(0, 254);
}

// Pages and routes may each load their own copy of this module; tries are counted once for the process.
const holder = globalThis as typeof globalThis & { faultlineSignInThrottle?: SignInThrottle };

export function signInThrottle(): SignInThrottle {
  holder.faultlineSignInThrottle ??= createSignInThrottle();
  return holder.faultlineSignInThrottle;
}

export function replaceSignInThrottle(throttle: SignInThrottle): void {
  holder.faultlineSignInThrottle = throttle;
}

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { authenticationOf } from '#lib/auth/authentication.ts';
import { createSignInThrottle, replaceSignInThrottle } from '#lib/auth/sign-in-throttle.ts';
import { errorBodySchema } from '#lib/platform/http-errors.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as signIn from '../../../app/api/auth/sign-in/route.ts';
import { addAccount, call, forgetTries, PASSWORD } from '../../support/account-requests.ts';
import { openTestStores } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
});
afterAll(() => close());
beforeEach(forgetTries);

const attempt = (email: string, address: string, password = 'not the password') =>
  call(signIn.POST, { body: { email, password }, address });

async function statuses(tries: readonly (readonly [email: string, address: string])[]): Promise<number[]> {
  const found: number[] = [];
  for (const [email, address] of tries) found.push((await attempt(email, address)).status);
  return found;
}

const TEN_REFUSED = Array.from({ length: 10 }, () => 401);

describe('ten tries in a quarter of an hour', () => {
  test('for an account, from wherever they come and however its address is written', async () => {
    const { email } = await addAccount(stores);
    const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('a', 'ａ')];
    const tries = Array.from(
      { length: 11 },
      (_, i) => [spellings[i % 4] ?? email, `198.51.100.${i}`] as const,
    );
    expect(await statuses(tries)).toEqual([...TEN_REFUSED, 429]);
    const right = await attempt(email, '203.0.113.9', PASSWORD);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(900);
    const neighbour = await addAccount(stores);
    expect((await attempt(neighbour.email, '203.0.113.9', PASSWORD)).status).toBe(200);
  });

  test('for an IPv4 address, whichever accounts it tries', async () => {
    const tries = Array.from({ length: 11 }, (_, i) => [`a${i}@example.org`, '192.0.2.50'] as const);
    expect(await statuses(tries)).toEqual([...TEN_REFUSED, 429]);
    expect((await attempt('other@example.org', '192.0.2.51')).status).toBe(401);
  });

  test('for an IPv6 /64, whichever of its addresses and however written', async () => {
    const spelt = [
      (i: number) => `2001:db8:5::${i}`,
      (i: number) => `2001:DB8:5:0:0:0:0:${i}`,
      (i: number) => `2001:0db8:0005:0000:abcd::${i}`,
    ];
    const tries = Array.from(
      { length: 11 },
      (_, i) => [`b${i}@example.org`, spelt[i % 3]?.(i + 1) ?? ''] as const,
    );
    expect(await statuses(tries)).toEqual([...TEN_REFUSED, 429]);
    expect((await attempt('other@example.org', '2001:db8:5:1::1')).status).toBe(401);
  });

  test('a right password is not counted and does not wipe the wrong ones out', async () => {
    const { email } = await addAccount(stores);
    for (let i = 0; i < 12; i += 1) expect((await attempt(email, '192.0.2.60', PASSWORD)).status).toBe(200);
    expect(await statuses(Array.from({ length: 9 }, () => [email, '192.0.2.60'] as const))).not.toContain(
      429,
    );
    expect((await attempt(email, '192.0.2.60', PASSWORD)).status).toBe(200);
    expect(
      await statuses([
        [email, '192.0.2.60'],
        [email, '192.0.2.60'],
      ]),
    ).toEqual([401, 429]);
  });

  test('many at once are counted one by one', async () => {
    const { email } = await addAccount(stores);
    const found = await Promise.all(
      Array.from({ length: 15 }, (_, i) => attempt(email, `198.51.100.${i}`).then(({ status }) => status)),
    );
    expect(found.filter((status) => status === 401)).toHaveLength(10);
    expect(found.filter((status) => status === 429)).toHaveLength(5);
  });
});

test('where counting fails nobody signs in, not even with the right password', async () => {
  const { email } = await addAccount(stores);
  const broken = { consume: vi.fn(() => Promise.reject(new Error('gone'))), reward: vi.fn() };
  replaceSignInThrottle(createSignInThrottle(broken, broken));
  const answer = await attempt(email, '192.0.2.1', PASSWORD);
  expect(answer.status).toBe(503);
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test('an unknown account gets the words and takes the time of a wrong password', async () => {
  const { email } = await addAccount(stores);
  const errorOf = async (response: Response) => errorBodySchema.parse(await response.json());
  const known = await attempt(email, '192.0.2.1');
  for (const other of ['nobody@example.org', 'no address', 'owner@localhost']) {
    const answer = await attempt(other, '192.0.2.1');
    expect(answer.status).toBe(known.status);
    expect(await errorOf(answer)).toEqual({
      error: { code: 'unauthenticated', message: 'The e-mail or password is wrong.' },
    });
  }
  const { password } = await authenticationOf(stores).$context;
  const [hash, verify] = [vi.spyOn(password, 'hash'), vi.spyOn(password, 'verify')];
  await attempt(email, '192.0.2.1');
  expect([hash.mock.calls.length, verify.mock.calls.length]).toEqual([0, 1]);
  await attempt('nobody@example.org', '192.0.2.1');
  expect([hash.mock.calls.length, verify.mock.calls.length]).toEqual([1, 1]);
  const member = { email, cpuMs: [] as number[], wallMs: [] as number[] };
  const stranger = { email: 'nobody@example.org', cpuMs: [] as number[], wallMs: [] as number[] };
  for (let round = 0; round < testSize('signInRounds'); round += 1) {
    for (const one of round % 2 === 0 ? [member, stranger] : [stranger, member]) {
      forgetTries();
      const [cpu, begin] = [process.cpuUsage(), performance.now()];
      await attempt(one.email, '192.0.2.1');
      one.wallMs.push(performance.now() - begin);
      one.cpuMs.push(process.cpuUsage(cpu).user / 1000);
    }
  }
  const said = [member, stranger].map(({ wallMs }) => `${median(wallMs).toFixed(1)} ms`).join(' and ');
  // On a machine that others use, the clock says what they do; the processor's time says what the sign-in does.
  const apart = median(member.cpuMs.map((ms, i) => ms - (stranger.cpuMs[i] ?? 0)));
  process.stdout.write(`sign-in refused, p50: ${said}; processor time ${apart.toFixed(1)} ms apart\n`);
  // Skipping the hash would put them as far apart as the hash takes. The 5 ms themselves need a machine of one's own.
  const work = median(stranger.cpuMs);
  expect(work).toBeGreaterThan(20);
  expect(Math.abs(apart)).toBeLessThan(
    process.env.FAULTLINE_TEST_SIZE === 'full' ? 5 : Math.max(5, work / 4),
  );
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

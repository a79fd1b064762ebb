import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Stores } from '#lib/platform/stores.ts';
import { TIME_ZONES } from '#lib/platform/time-zones.ts';
import { openTestStores } from '../../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

test('every time zone that may be named is one that both stores know', async () => {
  expect(TIME_ZONES).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Asia/Kathmandu', 'Europe/Kyiv']));
  const unknown = await stores.queryLog.rows(
    z.object({ zone: z.string() }),
    `SELECT arrayJoin({zones:Array(String)}) AS zone WHERE zone NOT IN (SELECT time_zone FROM system.time_zones)`,
    { zones: TIME_ZONES },
  );
  expect(unknown.map(({ zone }) => zone)).toEqual([]);
  const { rows } = await stores.controlPlane.query(
    `SELECT zone FROM unnest($1::text[]) AS asked(zone) WHERE lower(zone) NOT IN (SELECT lower(name) FROM pg_timezone_names)`,
    [TIME_ZONES],
  );
  expect(rows).toEqual([]);
});

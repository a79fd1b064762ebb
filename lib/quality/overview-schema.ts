import { z } from 'zod';
import { failureRatesSchema } from './failure-rates-schema.ts';
import {
  changeSchema,
  extentSchema,
  labelProgressSchema,
  quadrantChangeSchema,
  quadrantSchema,
  rangeSchema,
  seriesSchema,
  totalsSchema,
} from './schema.ts';

export const overviewSchema = z.object({
  range: rangeSchema,
  totals: totalsSchema,
  quadrant: quadrantSchema,
  /** Null where nothing precedes the range. */
  quadrantChange: quadrantChangeSchema.nullable(),
  /** Of the answers of the range. */
  failureRates: failureRatesSchema,
  traffic: seriesSchema,
  whatChanged: changeSchema.nullable(),
  /** Every change that stands out, one for each metric, the clearest first; the first is `whatChanged`. */
  changes: z.array(changeSchema),
  labelProgress: labelProgressSchema,
  /** Where no query matches: all live and imported ones of the project, whatever the filter. Else null. */
  extent: extentSchema.nullable(),
});
export type Overview = z.infer<typeof overviewSchema>;

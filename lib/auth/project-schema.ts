import { z } from 'zod';
import { TIME_ZONES } from '../platform/time-zones.ts';
import { MAX_SLUG_LENGTH, RESERVED_SLUGS, SLUG_PATTERN } from './project-slug.ts';
import { roleSchema } from './schema.ts';

export const projectNameSchema = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => text.length >= 1 && text.length <= 100, 'must have 1 to 100 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'must not have control characters');

const slugSchema = z
  .string()
  .max(MAX_SLUG_LENGTH, `must have at most ${MAX_SLUG_LENGTH} characters`)
  .regex(SLUG_PATTERN, 'must be small letters, digits and single hyphens')
  .refine((slug) => !RESERVED_SLUGS.has(slug), 'is a reserved word; choose another');

/** Events a minute; null: no limit. */
export const eventsPerMinuteSchema = z
  .number()
  .int('must be a whole number')
  .min(1, 'must be at least 1; leave it empty for no limit')
  .max(10_000_000, 'must be at most 10,000,000')
  .nullable();

export const createProjectSchema = z.strictObject({
  name: projectNameSchema,
  /** Made from the name where absent. */
  slug: slugSchema.optional(),
});

export const saveProjectSettingsSchema = z
  .strictObject({
    name: projectNameSchema.optional(),
    timeZone: z
      .string()
      .refine((zone) => TIME_ZONES.includes(zone), 'is no time zone such as Europe/Berlin')
      .optional(),
    eventsPerMinute: eventsPerMinuteSchema.optional(),
  })
  .refine(
    (input) => Object.values(input).some((value) => value !== undefined),
    'needs name, timeZone or eventsPerMinute',
  );

export const deleteProjectSchema = z.strictObject({ confirmName: z.string().max(1_000) });

/** Times are ISO 8601. */
export const projectViewSchema = z.object({
  slug: z.string(),
  name: z.string(),
  timeZone: z.string(),
  isDemo: z.boolean(),
  eventsPerMinute: z.number().nullable(),
  createdAt: z.string(),
  archivedAt: z.string().nullable(),
});
export type ProjectView = z.output<typeof projectViewSchema>;

/** A project with the role that the asker has in it. */
export const ownProjectSchema = projectViewSchema.extend({ role: roleSchema });
export type OwnProject = z.output<typeof ownProjectSchema>;

/** A row of the control plane as it is shown. */
export function projectView(row: {
  slug: string;
  name: string;
  timeZone: string;
  isDemo: boolean;
  eventsPerMinute: number | null;
  createdAt: Date;
  archivedAt: Date | null;
}): ProjectView {
  const { slug, name, timeZone, isDemo, eventsPerMinute } = row;
  return {
    slug,
    name,
    timeZone,
    isDemo,
    eventsPerMinute,
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

import { z } from 'zod';
import { DIMENSIONS } from '../query-log/schema.ts';

/** A deployment as it is sent. The same one sent again with the same `at` is the same row. */
export const addDeploymentSchema = z.strictObject({
  version: z.string().trim().min(1).max(512).describe('What was rolled out, as queries name it.'),
  dimension: z
    .enum(DIMENSIONS)
    .default('release')
    .describe('Which field of the queries the version shows in.'),
  at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('When, at most a day ahead; the time of arrival where it is left out.'),
  environment: z.string().trim().max(512).default(''),
  note: z.string().trim().max(1000).default(''),
});
export type AddDeployment = z.input<typeof addDeploymentSchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  at: z.string(),
  dimension: z.enum(DIMENSIONS),
  version: z.string(),
  environment: z.string(),
  note: z.string(),
  createdBy: z.string(),
});
export type Deployment = z.output<typeof deploymentSchema>;

/** The latest first, at most 500. */
export const deploymentListSchema = z.object({ items: z.array(deploymentSchema) });
export const listDeploymentsSchema = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().describe('Exclusive.'),
});

export const deletedSchema = z.object({ id: z.string() });

export function deploymentView(row: Omit<Deployment, 'at' | 'dimension'> & { at: Date; dimension: string }) {
  const { id, at, dimension, version, environment, note, createdBy } = row;
  return deploymentSchema.parse({
    id,
    at: at.toISOString(),
    dimension,
    version,
    environment,
    note,
    createdBy,
  });
}

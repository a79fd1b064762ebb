import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Prisma, Transaction } from '../../platform/control-plane.ts';
import { notFound } from '../../platform/errors.ts';
import { coverageSchema } from '../sample-schema.ts';
import {
  type GoldenSetDetail,
  type GoldenSetView,
  goldenSetDetailSchema,
  VERSION_SOURCES,
} from '../schema.ts';

interface SetRow {
  id: string;
  name: string;
  description: string;
  createdBy: string;
  createdAt: Date;
  versions: { version: number; questions: number; createdAt: Date }[];
}

const LATEST = { versions: { orderBy: { version: 'desc' }, take: 1 } } as const;

/** The project's golden sets, by name. */
export async function listGoldenSets(ctx: Context): Promise<GoldenSetView[]> {
  requirePermission(ctx, 'golden-sets:read');
  const rows = await ctx.stores.controlPlane.prisma.goldenSet.findMany({
    where: { projectId: ctx.project.id },
    include: LATEST,
    orderBy: { name: 'asc' },
  });
  return rows.map(toView);
}

/** A set with all its versions, the latest first. Throws `not_found`. */
export async function readGoldenSet(ctx: Context, id: string): Promise<GoldenSetDetail> {
  requirePermission(ctx, 'golden-sets:read');
  const row = await ctx.stores.controlPlane.prisma.goldenSet.findFirst({
    where: { id, projectId: ctx.project.id },
    include: { versions: { orderBy: { version: 'desc' } } },
  });
  if (row === null) throw notFound('The golden set');
  return goldenSetDetailSchema.parse({
    ...toView(row),
    versions: row.versions.map(({ version, source, note, questions, createdBy, createdAt, coverage }) => ({
      version,
      source: z.enum(VERSION_SOURCES).parse(source),
      note,
      questions,
      createdBy,
      createdAt: createdAt.toISOString(),
      coverage: coverage === null ? null : coverageSchema.parse(coverage),
    })),
  });
}

/** A set as it stands. Throws `not_found`. */
export async function requireGoldenSet(
  ctx: Context,
  id: string,
  prisma: Prisma | Transaction = ctx.stores.controlPlane.prisma,
): Promise<GoldenSetView> {
  const row = await prisma.goldenSet.findFirst({ where: { id, projectId: ctx.project.id }, include: LATEST });
  if (row === null) throw notFound('The golden set');
  return toView(row);
}

function toView({ id, name, description, createdBy, createdAt, versions: [latest] }: SetRow): GoldenSetView {
  return {
    id,
    name,
    description,
    createdBy,
    createdAt: createdAt.toISOString(),
    version: latest?.version ?? 0,
    questions: latest?.questions ?? 0,
    changedAt: (latest?.createdAt ?? createdAt).toISOString(),
  };
}

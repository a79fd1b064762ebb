import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { SPLITS, type Split } from '../format.ts';

export interface StoredSide {
  side: Split;
  movedFrom: Split | null;
}

const splitSchema = z.enum(SPLITS);

/** On which side each query of the project is, by query id, and the version to name when they are changed. */
export async function readSides(ctx: Context): Promise<{ version: number; sides: Map<string, StoredSide> }> {
  const { prisma } = ctx.stores.controlPlane;
  const projectId = ctx.project.id;
  const counter = await prisma.exportSideVersion.findUnique({ where: { projectId } });
  const rows = await prisma.exportSide.findMany({ where: { projectId } });
  return {
    version: counter?.version ?? 0,
    sides: new Map(
      rows.map(({ queryId, side, movedFrom }) => [
        queryId,
        { side: splitSchema.parse(side), movedFrom: splitSchema.nullable().parse(movedFrom) },
      ]),
    ),
  };
}

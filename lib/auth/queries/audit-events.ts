import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { AuditAnswer, AuditFilter, auditPageSchema } from '../audit-schema.ts';
import { requirePermission } from '../permissions.ts';

const ACTORS_SHOWN = 200;

/**
 * The project's part of the audit log, newest first: what was done in it, and the sign-ins and accounts of those who
 * are or were its members. `cursor` is the id of the last event of the page before.
 */
export async function listAuditEvents(
  ctx: Context,
  { limit, cursor, ...filter }: z.output<typeof auditPageSchema>,
): Promise<AuditAnswer> {
  requirePermission(ctx, 'audit:read');
  const rows = await ctx.stores.controlPlane.prisma.auditEvent.findMany({
    where: {
      AND: [await ofProject(ctx), matching(filter), cursor === undefined ? {} : { id: { lt: cursor } }],
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(({ id, at, actorKind, actorName, action, subject, detail }) => ({
    id,
    at: at.toISOString(),
    actorKind,
    actorName,
    action,
    subject,
    detail: z.record(z.string(), z.unknown()).parse(detail),
  }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Names of those whom the project's part of the log tells of, for choosing one. */
export async function listAuditActors(ctx: Context): Promise<string[]> {
  requirePermission(ctx, 'audit:read');
  const groups = await ctx.stores.controlPlane.prisma.auditEvent.groupBy({
    by: ['actorName'],
    where: await ofProject(ctx),
    orderBy: { actorName: 'asc' },
    take: ACTORS_SHOWN,
  });
  return groups.map((group) => group.actorName);
}

/** Signing in concerns no project: such entries belong to those of its members, known by their addresses. */
async function ofProject(ctx: Context) {
  const { prisma } = ctx.stores.controlPlane;
  const projectId = ctx.project.id;
  const members = await prisma.user.findMany({
    where: { persons: { some: { projectId } } },
    select: { email: true },
  });
  return { OR: [{ projectId }, { projectId: null, subject: { in: members.map(({ email }) => email) } }] };
}

function matching({ action, actor, subject, from, to }: AuditFilter) {
  return {
    ...(action === undefined ? {} : { action }),
    ...(actor === undefined ? {} : { actorName: actor }),
    ...(subject === undefined || subject === ''
      ? {}
      : { subject: { contains: literal(subject), mode: 'insensitive' as const } }),
    at: {
      ...(from === undefined ? {} : { gte: new Date(from) }),
      ...(to === undefined ? {} : { lt: new Date(to) }),
    },
  };
}

/** Of a LIKE pattern: what is typed means itself. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}

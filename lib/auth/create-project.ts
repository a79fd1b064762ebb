import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError } from '../platform/errors.ts';
import { randomToken } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';
import { createProjectSchema, type ProjectView, projectView } from './project-schema.ts';
import { freeSlug, projectSlug } from './project-slug.ts';
import { mayCreateProject } from './queries/projects.ts';
import { recordAuditEvent } from './record-audit-event.ts';

const UNIQUE_VIOLATION = 'P2002';

/** Who asks, outside any project. */
export interface AccountContext {
  user: { id: string };
  now: () => Date;
  stores: Stores;
}

/**
 * Makes a project whose owner is the account that asks, which must own one already or be the local owner. Its
 * guidelines are made when they are first asked for. Throws `forbidden`, and `conflict` if the slug is taken.
 */
export async function createProject(
  ctx: AccountContext,
  input: z.input<typeof createProjectSchema>,
): Promise<ProjectView> {
  if (!(await mayCreateProject(ctx.stores, ctx.user.id)))
    throw new AppError('forbidden', 'Only an owner of a project can make another one.');
  const { name, slug } = createProjectSchema.parse(input);
  try {
    return await ctx.stores.controlPlane.prisma.$transaction(async (tx) =>
      addProject(ctx, tx, { name, slug: slug ?? (await slugFor(tx, name)) }),
    );
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    throw new AppError('conflict', 'Another project has this address already. Choose another one.', {
      path: 'slug',
      cause: error,
    });
  }
}

async function slugFor(tx: Transaction, name: string): Promise<string> {
  const wanted = projectSlug(name);
  const similar = await tx.project.findMany({
    where: { slug: { startsWith: wanted } },
    select: { slug: true },
  });
  return freeSlug(wanted, new Set(similar.map((project) => project.slug)));
}

async function addProject(
  ctx: AccountContext,
  tx: Transaction,
  { name, slug }: { name: string; slug: string },
): Promise<ProjectView> {
  const at = ctx.now();
  const user = await tx.user.findUniqueOrThrow({ where: { id: ctx.user.id } });
  const project = await tx.project.create({
    data: { id: uuidv7(), slug, name, samplingSecret: randomToken(), createdAt: at },
  });
  const person = await tx.person.create({
    data: {
      id: uuidv7(),
      projectId: project.id,
      name: user.name,
      userId: user.id,
      role: 'owner',
      createdAt: at,
    },
  });
  await recordAuditEvent(tx, {
    action: 'project_created',
    at,
    actor: { kind: 'person', personId: person.id, name: person.name, role: 'owner' },
    projectId: project.id,
    subject: slug,
    detail: { name },
  });
  return projectView(project);
}

import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';

/** What is wrong with a connection of the other kind, by what it was chosen for. */
const OTHER_KIND = {
  models: 'is a vector store and has no models. Choose a connection to models.',
  vectors: 'has models and keeps no vectors. Choose a connection to a vector store.',
} as const;

/**
 * That a connection of the project exists and is of the kind that it is chosen for. Throws `invalid` at `path`; a
 * connection of another project is one that does not exist.
 */
export async function requireConnection(
  ctx: Context,
  input: { id: string; use: keyof typeof OTHER_KIND; path: string },
): Promise<void> {
  const { id, use, path } = input;
  const row = await ctx.stores.controlPlane.prisma.providerConnection.findFirst({
    where: { id, projectId: ctx.project.id },
    select: { name: true, kind: true },
  });
  if (row === null)
    throw new AppError(
      'invalid',
      `${path}: there is no such connection in this project. Choose one of those in Settings, Providers.`,
      { path },
    );
  if ((row.kind === 'openai') === (use === 'models')) return;
  throw new AppError('invalid', `${path}: “${row.name}” ${OTHER_KIND[use]}`, { path });
}

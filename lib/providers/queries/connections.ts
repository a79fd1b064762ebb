import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { connectionChoice, connectionView } from '../connection-view.ts';
import type { ConnectionChoice, ConnectionView } from '../schema.ts';

/** The project's connections by name. Never a key. */
export async function listConnections(ctx: Context): Promise<ConnectionView[]> {
  requirePermission(ctx, 'providers:manage');
  return (await rows(ctx)).map(connectionView);
}

/** What there is to choose from for whoever asks questions: names and models, no addresses. */
export async function listConnectionChoices(ctx: Context): Promise<ConnectionChoice[]> {
  requirePermission(ctx, 'knowledge:read');
  return (await rows(ctx)).map(connectionChoice);
}

function rows({ stores, project }: Context) {
  return stores.controlPlane.prisma.providerConnection.findMany({
    where: { projectId: project.id },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

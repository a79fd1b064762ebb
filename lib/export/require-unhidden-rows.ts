import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { unseenQueries } from '../query-log/queries/blind-queries.ts';
import { unpackRows } from './exported-rows.ts';

/**
 * Labels that a person must still judge unseen do not reach them in a file that somebody else had made. Throws
 * `forbidden`, with their number.
 */
export async function requireUnhiddenRows(ctx: Context, exportId: string): Promise<void> {
  const queries = await unseenQueries(ctx);
  if (queries.length === 0) return;
  const content = await ctx.stores.controlPlane.prisma.exportContent.findFirst({
    where: { projectId: ctx.project.id, exportId },
  });
  if (content === null) return;
  const rows = unpackRows(content.rows);
  const hidden = queries.filter((id) => rows.has(id)).length;
  if (hidden === 0) return;
  throw new AppError(
    'forbidden',
    `These files hold the labels of ${hidden === 1 ? 'a query' : `${hidden} queries`} that you must still judge unseen. Label them first, or make an export of your own, which leaves them out.`,
  );
}

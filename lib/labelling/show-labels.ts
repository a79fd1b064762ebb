import type { Context } from '../platform/context.ts';
import { logger } from '../platform/logger.ts';
import { mirrorLabels } from './mirror-labels.ts';

/**
 * Called after a commit, so that the next chart shows it. A query log that does not answer is no reason to
 * refuse a label that is stored: what is pending is copied later.
 */
export async function showLabels(ctx: Context): Promise<void> {
  try {
    await mirrorLabels(ctx.stores, ctx.project.id);
  } catch (error) {
    logger.warn({ err: error, project: ctx.project.slug }, 'labels are stored, the charts show them later');
  }
}

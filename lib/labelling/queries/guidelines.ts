import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { ensureGuidelines } from '../ensure-guidelines.ts';

/** The guidelines that a queue's reviewers are shown: its own, else the project's. */
export function readGuidelines(ctx: Context, queueId?: string): Promise<{ version: number; text: string }> {
  requirePermission(ctx, 'labels:read');
  return ensureGuidelines(ctx, queueId);
}

import type { AuditAction } from '#lib/auth/audit-actions.ts';

/** "Key made" for key_made. */
export function actionWords(action: AuditAction | string): string {
  const words = action.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

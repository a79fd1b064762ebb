import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../platform/context.ts';
import type { Prisma, Transaction } from '../platform/control-plane.ts';
import type { AuditAction } from './audit-actions.ts';

/** Who did it: in a project, with an account outside of any, or without having signed in. */
export type AuditActor = Actor | { kind: 'account'; userId: string; name: string } | { kind: 'nobody' };

export interface AuditEntry {
  action: AuditAction;
  at: Date;
  actor: AuditActor;
  /** Absent for what concerns the installation, such as a sign-in. */
  projectId?: string;
  /** What it was done to, as people know it: an address, the name of a key, an id. Never a secret. */
  subject?: string;
  detail?: Record<string, string | number | boolean | null | readonly string[]>;
}

/** Adds a row to the audit log, in the transaction of the change it tells of. Rows are never changed. */
export async function recordAuditEvent(tx: Transaction | Prisma, entry: AuditEntry): Promise<void> {
  const { action, at, actor, projectId, subject, detail } = entry;
  await tx.auditEvent.create({
    data: {
      id: uuidv7({ msecs: at.getTime() }),
      at,
      projectId: projectId ?? null,
      ...actorColumns(actor),
      action,
      subject: subject ?? null,
      detail: detail ?? {},
    },
  });
}

function actorColumns(actor: AuditActor): { actorKind: string; actorId: string | null; actorName: string } {
  switch (actor.kind) {
    case 'person':
      return { actorKind: 'person', actorId: actor.personId, actorName: actor.name };
    case 'key':
      return { actorKind: 'key', actorId: actor.keyId, actorName: actor.name };
    case 'account':
      return { actorKind: 'account', actorId: actor.userId, actorName: actor.name };
    case 'nobody':
      return { actorKind: 'nobody', actorId: null, actorName: 'Not signed in' };
    case 'system':
      return { actorKind: 'system', actorId: null, actorName: 'Faultline' };
  }
}

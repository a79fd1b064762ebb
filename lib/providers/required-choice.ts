import type { OpenedConnection } from './opened-connection.ts';
import { ProviderFault, type ProviderStage } from './provider-fault.ts';
import type { ProviderKind } from './provider-kind.ts';

export function requireKind(
  { name, kind }: OpenedConnection,
  wanted: ProviderKind,
  stage: ProviderStage,
): void {
  if (kind === wanted) return;
  throw new ProviderFault('bad_answer', stage, `“${name}” is a vector store and has no models.`);
}

export function requireModel(
  { name }: OpenedConnection,
  model: string | undefined,
  stage: ProviderStage,
): string {
  if (model !== undefined) return model;
  throw new ProviderFault(
    'bad_answer',
    stage,
    `“${name}” names no model for this. Enter one in Settings, Providers.`,
  );
}

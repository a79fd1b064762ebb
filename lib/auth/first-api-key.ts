import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectIdentity } from '../platform/context.ts';
import type { Stores } from '../platform/stores.ts';
import { ALL_SCOPES, newKeySecret } from './api-keys.ts';
import { ensureApiKey } from './ensure-api-key.ts';

/** Makes a project's first API key on the first start and keeps it in a file that only its owner reads. */
export async function ensureFirstApiKey(stores: Stores, project: ProjectIdentity): Promise<string> {
  const path = firstApiKeyFile(stores.dataFolder, project.slug);
  if (!existsSync(path)) {
    const secret = newKeySecret();
    await ensureApiKey(stores, project, { name: 'First key', secret, scopes: ALL_SCOPES });
    writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  }
  return path;
}

/** The file that holds a project's first key. */
export function firstApiKeyFile(dataFolder: string, slug: string): string {
  return join(dataFolder, `first-api-key-${slug}`);
}

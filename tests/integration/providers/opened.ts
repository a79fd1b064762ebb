import { openEgress } from '#lib/platform/egress.ts';
import type { OpenedConnection } from '#lib/providers/opened-connection.ts';
import type { ProviderKind } from '#lib/providers/provider-kind.ts';
import { openProviderWire } from '#lib/providers/provider-wire.ts';
import type { ConnectionOptions } from '#lib/providers/schema.ts';

/** A connection to a server of a test, without the tables. */
export function openedTo(
  kind: ProviderKind,
  baseUrl: string,
  given: {
    key?: string | null;
    preset?: string;
    dataUrl?: string;
    options?: ConnectionOptions;
    /** Hosts that may be private; by default where test servers listen. */
    allow?: string[];
  } = {},
): OpenedConnection {
  const { key = null, preset = kind === 'openai' ? 'openai' : kind, dataUrl = null, options = {} } = given;
  const egress = openEgress({ allow: given.allow ?? ['127.0.0.1'] });
  const origins = [baseUrl, dataUrl].flatMap((url) => (url === null ? [] : [new URL(url).origin]));
  const name = `Test ${kind}`;
  const wire = openProviderWire(egress, { name, key, origins, firstWaitMs: 10 });
  return { name, kind, preset, baseUrl, dataUrl, key, options, wire };
}

import type { ProviderKind } from './provider-kind.ts';
import type { ProviderWire } from './provider-wire.ts';
import type { ConnectionOptions } from './schema.ts';

/** A connection with its key, for the clients in this folder only; never returned to a page or route. */
export interface OpenedConnection {
  name: string;
  kind: ProviderKind;
  preset: string;
  baseUrl: string;
  /** Where Pinecone's index lives. */
  dataUrl: string | null;
  key: string | null;
  options: ConnectionOptions;
  wire: ProviderWire;
}

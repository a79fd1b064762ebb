import { z } from 'zod';
import { scopedFetch } from './fetch-scope.ts';
import type { OpenedConnection } from './opened-connection.ts';

const classSchema = z.object({ class: z.string(), description: z.string().nullish() });
const failedSchema = z.object({ message: z.string() });

/**
 * Weaviate's REST and GraphQL calls that a vector store needs. Its own client is not used: it speaks gRPC over sockets
 * of its own, which the guard on outgoing requests does not see, and a server that answers `/v1/meta` oddly ends the
 * process with a rejection that nobody can catch.
 */
export interface WeaviateClient {
  classes(): Promise<z.output<typeof classSchema>[]>;
  findClass(className: string): Promise<z.output<typeof classSchema>>;
  createClass(definition: object): Promise<void>;
  deleteClass(className: string): Promise<void>;
  /** False where the server stored only some of them. */
  storeObjects(objects: readonly object[]): Promise<boolean>;
  deleteObjects(className: string, where: object): Promise<void>;
  /** The `data` of a GraphQL answer. Throws where it has errors. */
  query(text: string): Promise<unknown>;
}

export function weaviateClient({ baseUrl, key }: OpenedConnection): WeaviateClient {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await scopedFetch(`${baseUrl}/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`status ${answer.status}`); // the words are made from the wire
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    classes: async () =>
      z.object({ classes: z.array(classSchema) }).parse(await call('GET', '/schema')).classes,
    findClass: async (className) => classSchema.parse(await call('GET', `/schema/${className}`)),
    createClass: async (definition) => void (await call('POST', '/schema', definition)),
    deleteClass: async (className) => void (await call('DELETE', `/schema/${className}`)),
    storeObjects: async (objects) => {
      const rows = z
        .array(z.object({ result: z.object({ errors: z.unknown().optional() }).nullish() }))
        .parse(await call('POST', '/batch/objects', { objects }));
      return rows.length === objects.length && rows.every(({ result }) => !result?.errors);
    },
    deleteObjects: async (className, where) =>
      void (await call('DELETE', '/batch/objects', { match: { class: className, where } })),
    query: async (text) => {
      const { data, errors } = z
        .object({ data: z.unknown().optional(), errors: z.array(failedSchema).nullish() })
        .parse(await call('POST', '/graphql', { query: text }));
      if (errors != null && errors.length > 0) throw new Error('GraphQL errors');
      return data;
    },
  };
}

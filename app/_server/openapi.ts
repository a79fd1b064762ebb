import { z } from 'zod';
import { type Access, PERMISSIONS } from '#lib/auth/permissions.ts';
import { errorBodySchema } from '#lib/platform/http-errors.ts';
import { filterSchema } from '#lib/query-log/filter.ts';

const RECORD_PARAMETERS: Record<string, string> = { metadata: 'metadata.<key>', score: 'score.<name>' };

/** What the document needs to know of a route; `defineRoute` definitions and the ingest routes both fit. */
export interface DocumentedRoute {
  method: string;
  /** With parameters in braces: /api/v1/queries/{id}. */
  path: string;
  definition: {
    summary: string;
    permission: Access;
    path?: z.ZodObject;
    query?: z.ZodObject;
    filter?: true;
    body?: z.ZodType;
    answer?: z.ZodType;
    status?: number;
  };
}

const FAILURES: Record<string, string> = {
  400: 'An input is wrong; `error.path` says which.',
  401: 'No valid API key.',
  403: 'The key lacks the scope.',
  404: 'Not in this project.',
  409: 'Something else got there first.',
  408: 'The body came too slowly.',
  413: 'Too large.',
  415: 'The body has another type or encoding than this path takes.',
  429: 'More than is allowed. Send it again after Retry-After.',
  503: 'A store did not answer. Send it again after Retry-After.',
};

/** The OpenAPI 3.1 document of the given routes, from the schemas that check their inputs. */
export function openApiDocument(routes: readonly DocumentedRoute[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operationOf(route);
    paths[route.path] = operations;
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Faultline', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    security: [{ apiKey: [] }],
    paths,
  };
}

function operationOf({ method, path, definition }: DocumentedRoute): object {
  return {
    operationId: operationId(method, path),
    summary: definition.summary,
    description: whoMay(definition.permission),
    parameters: [
      ...parametersOf('path', definition.path),
      ...parametersOf('query', definition.filter ? filterSchema : undefined),
      ...parametersOf('query', definition.query),
    ],
    ...(definition.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(definition.body) } },
          },
        }),
    responses: {
      [definition.status ?? 200]: {
        description: 'As asked.',
        content:
          definition.answer === undefined
            ? { 'application/octet-stream': {} }
            : { 'application/json': { schema: jsonSchema(definition.answer, 'output') } },
      },
      ...Object.fromEntries(
        Object.entries(FAILURES).map(([status, description]) => [
          status,
          { description, content: { 'application/json': { schema: jsonSchema(errorBodySchema, 'output') } } },
        ]),
      ),
    },
  };
}

function whoMay(access: Access): string {
  if (access === 'public') return 'For everyone.';
  const scopes = access === 'account' ? 'never' : PERMISSIONS[access].scopes;
  return scopes === 'never'
    ? 'For people who are signed in; no key may.'
    : `Needs a key with the scope ${scopes.join(' and ')}.`;
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined): object[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name: RECORD_PARAMETERS[name] ?? name,
    in: place,
    required: place === 'path',
    schema: jsonSchema(field as z.ZodType),
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** GET /api/v1/queries/{id} -> getQueriesId. */
function operationId(method: string, path: string): string {
  const words = path
    .replace('/api/v1', '')
    .split(/[^a-zA-Z0-9]+/)
    .filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

import OpenAI from 'openai';
import { scopedFetch } from './fetch-scope.ts';
import type { OpenedConnection } from './opened-connection.ts';

/** Time limits and retries are the wire's, so that they hold for every client alike. */
export function openAiClient({ baseUrl, key, preset }: OpenedConnection): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: key ?? 'none', // a local server without keys takes any
    organization: null,
    project: null,
    fetch: scopedFetch,
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    ...(preset === 'azure' && key !== null ? { defaultHeaders: { 'api-key': key } } : {}),
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIGN_IN_PROOF } from '#lib/auth/sign-in-links.ts';
import { readSettings, serverUrl } from '#lib/platform/env.ts';
import { tokenHash } from '#lib/platform/secrets.ts';

/**
 * Posts to the running server with the proof that this process reads its data folder. Says what is wrong and ends the
 * process where there is no good answer.
 */
export async function askServer(path: string, purpose: string, body?: object): Promise<unknown> {
  const settings = readSettings();
  const url = serverUrl(settings);
  try {
    const secret = Buffer.from(readFileSync(join(settings.dataFolder, 'secret'), 'utf8').trim(), 'hex');
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenHash(secret, SIGN_IN_PROOF, purpose)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
    if (response.ok) return answer;
    if (response.status === 401)
      throw new Error(`The server at ${url} does not use the data folder ${settings.dataFolder}.`);
    throw new Error(answer.error?.message ?? `The server at ${url} answered ${response.status}.`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint =
      message === 'fetch failed'
        ? `No server answers at ${url}. Start it with npm start, or set HOST and PORT.`
        : message;
    process.stderr.write(`${hint}\n`);
    process.exit(1);
  }
}

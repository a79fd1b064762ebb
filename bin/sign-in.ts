// Prints a new single-use sign-in link of the running server. Only who can read the data folder can ask for one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIGN_IN_PROOF } from '#lib/auth/sign-in-links.ts';
import { readSettings, serverUrl } from '#lib/platform/env.ts';
import { tokenHash } from '#lib/platform/secrets.ts';

const settings = readSettings();
const url = serverUrl(settings);
try {
  const secret = Buffer.from(readFileSync(join(settings.dataFolder, 'secret'), 'utf8').trim(), 'hex');
  const response = await fetch(`${url}/sign-in/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenHash(secret, SIGN_IN_PROOF, 'new link')}` },
  });
  if (!response.ok)
    throw new Error(`The server at ${url} answered ${response.status}: is it using ${settings.dataFolder}?`);
  const { token } = (await response.json()) as { token: string };
  process.stdout.write(`Sign in once with:  ${url}/sign-in/link?token=${token}\n`);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const hint =
    message === 'fetch failed'
      ? `No server answers at ${url}. Start it with npm start, or set HOST and PORT.`
      : message;
  process.stderr.write(`${hint}\n`);
  process.exit(1);
}

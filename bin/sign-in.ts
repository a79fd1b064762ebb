// Prints a new single-use sign-in link of the running server. Only who can read the data folder can ask for one.
import { readSettings } from '#lib/platform/env.ts';
import { askServer } from './ask-server.ts';

const answer = (await askServer('/sign-in/link', 'new link')) as { token: string };
process.stdout.write(`Sign in once with:  ${readSettings().publicUrl}/sign-in/link?token=${answer.token}\n`);

// Prints a single-use link with which an account sets a new password: npm run password-link -- name@example.org
import { readSettings } from '#lib/platform/env.ts';
import { askServer } from './ask-server.ts';

const [email] = process.argv.slice(2);
if (email === undefined) {
  process.stderr.write('Say whose password: npm run password-link -- name@example.org\n');
  process.exit(1);
}
const answer = (await askServer('/api/auth/password-links', 'password link', { email })) as { path: string };
process.stdout.write(
  `Set the password once, within a day, with:  ${readSettings().publicUrl}${answer.path}\n`,
);

import { signOut } from '#lib/auth/sign-in.ts';
import { defineRoute } from '../../_server/define-route.ts';
import { redirectTo } from '../../_server/redirect-to.ts';

export const POST = defineRoute({
  summary: 'Ends the session on the server and takes its cookie back.',
  permission: 'public',
  handle: async ({ stores, headers, now }) => redirectTo('/sign-in', await signOut(stores, headers, now())),
});

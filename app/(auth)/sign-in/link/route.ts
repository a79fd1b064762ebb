import { z } from 'zod';
import { isUnclaimed, LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { startSession } from '#lib/auth/sessions.ts';
import { createSignInLink, isCommandLine, isSignInLink, redeemSignInLink } from '#lib/auth/sign-in-links.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../_server/define-route.ts';
import { redirectTo } from '../../../_server/redirect-to.ts';

export const GET = defineRoute({
  summary:
    'Redeems the single-use link: signs the local owner in, or leads to the form that makes the owner.',
  permission: 'public',
  query: z.object({ token: z.string().max(100).default('') }),
  handle: async ({ stores, headers, now }, { query: { token } }) => {
    if (await isUnclaimed(stores))
      return redirectTo((await isSignInLink(stores, token, now())) ? `/claim/${token}` : '/sign-in?failed');
    if (!(await redeemSignInLink(stores.controlPlane.prisma, stores, token, now())))
      return redirectTo('/sign-in?failed');
    return redirectTo('/', await startSession(stores, headers, LOCAL_OWNER, 'link'));
  },
});

/** Programs that look a link over before they show it ask with HEAD: that must not use it up. */
export const HEAD = defineRoute({
  summary: 'Says nothing, and leaves the link as it is.',
  permission: 'public',
  query: z.object({ token: z.string().max(100).default('') }),
  handle: async () => new Response(null, { status: 204 }),
});

export const POST = defineRoute({
  summary: 'Makes a link for whoever proves to read the data folder: the command line on this machine.',
  permission: 'public',
  answer: z.object({ token: z.string() }),
  handle: async ({ stores, headers, now }) => {
    if (!isCommandLine(stores, headers, 'new link'))
      throw new AppError('unauthenticated', 'Only the command line of this installation may ask for a link.');
    return { token: await createSignInLink(stores, now()) };
  },
});

import { type GenericOAuthConfig, genericOAuth } from 'better-auth/plugins';
import type { Settings } from '../platform/env.ts';
import type { Stores } from '../platform/stores.ts';
import { isInvited } from './invitations.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { emailSchema } from './schema.ts';

export const OIDC_PROVIDER = 'oidc';

/** better-auth's provider for the configured issuer: discovery, PKCE, state, nonce, and a verified ID token. */
export function oidcPlugins(stores: Stores, { oidc }: Settings) {
  if (oidc === undefined) return [];
  const config: GenericOAuthConfig<typeof OIDC_PROVIDER> = {
    providerId: OIDC_PROVIDER,
    name: oidc.name,
    discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    mapProfileToUser: async (profile) => {
      const email = provenAddress(profile);
      if (email !== undefined) await proveAddress(stores, email);
      return { ...(email === undefined ? {} : { email }), name: nameOf(profile) };
    },
  };
  return [genericOAuth({ config: [config] })];
}

type Profile = Record<string, unknown>;

/** The address that the provider vouches for. */
function provenAddress(profile: Profile): string | undefined {
  const verified = profile.email_verified ?? profile.emailVerified;
  if (verified !== true && verified !== 'true') return undefined;
  const parsed = emailSchema.safeParse(profile.email);
  return parsed.success ? parsed.data : undefined;
}

function nameOf(profile: Profile): string {
  const name = typeof profile.name === 'string' ? profile.name : String(profile.email ?? '');
  return (
    name
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 100) || 'Unnamed'
  );
}

/**
 * An invitation's link shows that somebody was given the link, not that the address is theirs. Once the provider
 * vouches for it, a password and sessions from before go, or whoever set them would stay inside.
 */
async function proveAddress(stores: Stores, email: string): Promise<void> {
  await stores.controlPlane.prisma.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { email, emailVerified: false },
      data: { emailVerified: true },
    });
    if (count === 0) return;
    await tx.session.deleteMany({ where: { user: { email } } });
    await tx.account.deleteMany({ where: { user: { email }, providerId: 'credential' } });
  });
}

/**
 * Who may come in through the provider: whoever it vouches for the address of and who has an account under it, or an
 * invitation that is still open, which then makes the account. Called by better-auth before each such step.
 */
export async function admitProviderUser(
  stores: Stores,
  user: {
    email?: string | undefined;
    emailVerified?: boolean | undefined;
    id?: string | undefined;
    name?: string;
  },
  source: { action: string; method: string },
): Promise<undefined | { error: string }> {
  if (source.method !== 'oauth') return undefined;
  if (user.emailVerified !== true) return { error: 'email_not_verified' };
  const email = emailSchema.safeParse(user.email);
  if (!email.success) return { error: 'email_not_verified' };
  if (source.action === 'create-user') {
    const now = new Date();
    if (!(await isInvited(stores, email.data, now))) return { error: 'not_invited' };
    await recordAuditEvent(stores.controlPlane.prisma, {
      action: 'account_created',
      at: now,
      actor: { kind: 'nobody' },
      subject: email.data,
      detail: { by: 'provider' },
    });
  }
  return undefined;
}

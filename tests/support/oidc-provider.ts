import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from './server-process.ts';

/** What the provider says of whoever signs in there next. */
export interface ProviderUser {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
}

export interface TestProvider {
  issuer: string;
  /** Who signs in next, without being asked. */
  user: ProviderUser;
  /** What the provider was asked with, by the paths' last part. */
  asked: { path: string; params: URLSearchParams }[];
  close: () => Promise<void>;
}

/** A real OpenID Connect provider on loopback that requires PKCE. Its login and consent pages say yes at once. */
export async function startOidcProvider(client: {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** Keys that it publishes in place of those that it signs with. */
  publishedKeys?: object;
}): Promise<TestProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const test: TestProvider = {
    issuer,
    user: { sub: 'nobody', email: 'nobody@example.org', email_verified: true, name: 'Nobody' },
    asked: [],
    close: async () => {},
  };
  const users = new Map<string, ProviderUser>();
  const provider = new Provider(issuer, {
    clients: [
      { client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [client.redirectUri] },
    ],
    cookies: { keys: ['for tests only'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...users.get(sub), sub }) }),
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    test.asked.push({ path: url.pathname, params: url.searchParams });
    if (client.publishedKeys !== undefined && url.pathname === '/jwks') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(client.publishedKeys));
    }
    if (!url.pathname.startsWith('/interaction/')) return void answer(request, response);
    users.set(test.user.sub, test.user);
    agree(provider, request, response, test.user.sub).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  test.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return test;
}

async function agree(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  accountId: string,
): Promise<void> {
  const { prompt, params, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login')
    return provider.interactionFinished(request, response, { login: { accountId } });
  const grant =
    (grantId === undefined ? undefined : await provider.Grant.find(grantId)) ??
    new provider.Grant({ accountId, clientId: String(params.client_id) });
  grant.addOIDCScope(String(params.scope));
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

/** Follows the provider's pages as a browser of its own would, until they lead away; gives that address. */
export async function passProvider(start: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = new URL(start);
  for (let step = 0; step < 20; step += 1) {
    if (url.origin !== issuer) return url;
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      jar.set(name, value.join('='));
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`The provider stopped: ${answer.status} ${await answer.text()}`);
    url = new URL(location, url);
  }
  throw new Error('The provider went round in circles.');
}

import type { IncomingMessage } from 'node:http';
import type { Settings } from '../platform/env.ts';
import { CLIENT_ADDRESS_HEADER, clientAddress } from './client-address.ts';
import { isOwnHost } from './public-address.ts';

/** Probes ask by whatever address the machine has; the answers say nothing that a stranger may not know. */
const PROBES = new Set(['/api/health', '/api/ready']);

/** What proxies and frameworks read to take a request for another one than it is. Nothing here needs them. */
const UNTRUSTED = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-middleware-subrequest'];

/**
 * Whether a request is meant for this server, judged by its Host; the caller answers 421 where not. Writes the
 * client's address into the headers, over whatever the client sent under that name.
 */
export function admitRequest(request: IncomingMessage, settings: Settings): boolean {
  const { headers } = request;
  const forwarded = headers['x-forwarded-for'];
  headers[CLIENT_ADDRESS_HEADER] = clientAddress(
    request.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    settings.trustedProxies,
  );
  for (const name of UNTRUSTED) delete headers[name];
  // Whoever sends a key by hand is no browser that was led here: containers call each other by names of their own.
  if (/^Bearer /i.test(headers.authorization ?? '') && headers.origin === undefined) return true;
  const [pathname = '/'] = (request.url ?? '/').split('?');
  return PROBES.has(pathname) || isOwnHost(settings, headers.host);
}

export const MISDIRECTED = {
  error: {
    code: 'misdirected',
    message:
      'This server does not go by the name in the address. Use the address that it printed at its start, or set FAULTLINE_URL to this one.',
  },
};

import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, fetch as undiciFetch } from 'undici';
import { type AllowList, isPublicAddress, parseAllowList } from './egress-addresses.ts';

const CONNECT_MS = 10_000;
/** Where public HTTPS services listen; any other port must be on the allow-list. */
const PUBLIC_PORTS = new Set([443, 8443, 6333, 8000, 8080]);
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain)$/i;
const ALLOW_HINT = 'Whoever runs Faultline can allow it with FAULTLINE_EGRESS_ALLOW.';

/** An address that nothing is sent to. The message is a sentence for the screen. */
export class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
}

/** By name: the server and Next load this module each for itself, and the one's class is not the other's. */
export function isBlockedAddress(error: unknown): error is BlockedAddress {
  return error instanceof Error && error.name === 'BlockedAddress';
}

/**
 * The way out for every request to an address that somebody typed in. `fetch` opens no connection to a private,
 * loopback, link-local or otherwise special address, whatever the name resolves to at that moment, and follows no
 * redirect: an answer of 3xx is the caller's to refuse.
 */
export interface Egress {
  fetch(url: string, init: EgressRequest): Promise<Response>;
  /** Throws BlockedAddress for a URL that `fetch` would refuse; for forms, before anything is sent. */
  check(url: string): Promise<void>;
  close(): Promise<void>;
}

export interface EgressRequest {
  method: string;
  headers: Record<string, string>;
  body?: Uint8Array | string | undefined;
  signal?: AbortSignal | undefined;
}

/** `allow` has entries such as `127.0.0.1:11434`, `ollama:11434`, `[::1]:8000`, `vllm` (any port) or `10.1.0.0/16`. */
export function openEgress(options: { allow: readonly string[]; lookup?: LookupFunction }): Egress {
  const allow = parseAllowList(options.allow);
  const resolve = options.lookup ?? (systemLookup as LookupFunction);
  const agent = new Agent({ connect: guardedConnector(allow, resolve), headersTimeout: 0, bodyTimeout: 0 });
  return {
    fetch: async (url, init) => {
      checkUrl(allow, url);
      const answer = await undiciFetch(url, {
        method: init.method,
        headers: init.headers,
        ...(init.body === undefined ? {} : { body: init.body }),
        ...(init.signal === undefined ? {} : { signal: init.signal }),
        redirect: 'manual',
        dispatcher: agent,
      });
      return asGlobalResponse(answer);
    },
    check: async (url) => {
      const { hostname, port } = checkUrl(allow, url);
      if (allow.hasHost(hostname, port) || isIP(hostname) !== 0) return;
      const addresses = await addressesOf(resolve, hostname);
      for (const address of addresses) requirePublic(allow, hostname, address);
    },
    close: () => agent.destroy(),
  };
}

/** What can be said of a URL without asking the name server. */
function checkUrl(allow: AllowList, text: string): { hostname: string; port: number } {
  // The URL parser drops line breaks and tabs without a word.
  if (/[\s\p{Cc}]/u.test(text)) throw new BlockedAddress('The address has a space or control character.');
  if (!URL.canParse(text))
    throw new BlockedAddress('The address is not a URL such as https://api.openai.com/v1.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new BlockedAddress('The address must begin with https:// or http://.');
  if (url.username !== '' || url.password !== '')
    throw new BlockedAddress('The address must not hold a user name or password.');
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (allow.hasHost(hostname, port)) return { hostname, port };
  if (isIP(hostname) !== 0) {
    requirePublic(allow, hostname, hostname);
    if (allow.hasAddress(hostname)) return { hostname, port };
  } else if (LOCAL_NAME.test(hostname) || !hostname.includes('.'))
    throw new BlockedAddress(`${hostname} is a name of a private network. ${ALLOW_HINT}`);
  if (url.protocol === 'http:')
    throw new BlockedAddress(
      `${hostname} must be reached over https://, or be allowed by name. ${ALLOW_HINT}`,
    );
  if (!PUBLIC_PORTS.has(port)) throw new BlockedAddress(`Port ${port} is not allowed. ${ALLOW_HINT}`);
  return { hostname, port };
}

/** Checks the very addresses that are connected to, so that a name cannot answer differently in between. */
function guardedConnector(allow: AllowList, resolve: LookupFunction): buildConnector.connector {
  const free = buildConnector({ timeout: CONNECT_MS, lookup: resolve });
  const guarded = buildConnector({ timeout: CONNECT_MS, lookup: guardedLookup(allow, resolve) });
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (allow.hasHost(hostname, port)) return void free(options, callback);
    // Literal addresses are connected to without a look-up.
    if (isIP(hostname) !== 0 && !isAllowed(allow, hostname))
      return void callback(new BlockedAddress(refusal(hostname, hostname)), null);
    return void guarded(options, callback);
  };
}

function guardedLookup(allow: AllowList, resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, options, (error, address, family) => {
      const found = Array.isArray(address) ? address.map((one) => one.address) : [address];
      const bad = error === null ? found.find((one) => !isAllowed(allow, one)) : undefined;
      if (bad === undefined) return void callback(error, address, family);
      callback(new BlockedAddress(refusal(hostname, bad)), address, family);
    });
}

function requirePublic(allow: AllowList, hostname: string, address: string): void {
  if (!isAllowed(allow, address)) throw new BlockedAddress(refusal(hostname, address));
}

function isAllowed(allow: AllowList, address: string): boolean {
  return isPublicAddress(address) || allow.hasAddress(address);
}

function refusal(hostname: string, address: string): string {
  const which = hostname === address ? `${address} is` : `${hostname} leads to ${address},`;
  return `${which} an address of this machine or a private network. ${ALLOW_HINT}`;
}

/** None where the name does not resolve: that the request itself will tell. */
function addressesOf(resolve: LookupFunction, hostname: string): Promise<string[]> {
  return new Promise((done) =>
    resolve(hostname, { all: true }, (error, found) => {
      if (error !== null) done([]);
      else done(Array.isArray(found) ? found.map(({ address }) => address) : [found]);
    }),
  );
}

/** Clients compare with the global class, of which undici's own is not an instance. */
function asGlobalResponse(answer: Awaited<ReturnType<typeof undiciFetch>>): Response {
  const { status, statusText, headers, body } = answer;
  return new Response(body as ReadableStream | null, { status, statusText, headers: [...headers] });
}

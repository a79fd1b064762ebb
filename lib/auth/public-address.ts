import ipaddr from 'ipaddr.js';
import type { Settings } from '../platform/env.ts';

type Address = Pick<Settings, 'host' | 'port' | 'publicUrl' | 'isPublicUrlGiven'>;

/** Whether only this machine can reach the server: it listens on loopback and no other address is given. */
export function isLocalOnly(settings: Address): boolean {
  return isLoopbackName(settings.host) && isLoopbackName(new URL(settings.publicUrl).hostname);
}

/**
 * Whether a request's Host header names this server. A page of another site can make its own name resolve to this
 * machine, and then its requests come with that name: such names are refused. An address is nobody's name, so
 * where no public address is given and the server listens to the network, any IP address passes.
 */
export function isOwnHost(settings: Address, hostHeader: string | null | undefined): boolean {
  const url = parseHost(hostHeader);
  if (url === undefined) return false;
  if (hostOf(settings.publicUrl) === hostOf(`${new URL(settings.publicUrl).protocol}//${hostHeader}`))
    return true;
  const portFits = (url.port || '80') === String(settings.port);
  if (isLoopbackName(settings.host)) return portFits && isLoopbackName(url.hostname);
  return !settings.isPublicUrlGiven && (isLoopbackName(url.hostname) || isAddress(url.hostname));
}

/** Whether the Origin header of a request is a page of this server's. Absent and `null` are not. */
export function isOwnOrigin(settings: Address, headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  if (hostOf(origin) === hostOf(settings.publicUrl)) return origin === settings.publicUrl;
  const host = headers.get('host');
  return new URL(origin).protocol === 'http:' && hostOf(origin) === host && isOwnHost(settings, host);
}

export function isLoopbackName(name: string): boolean {
  const bare = name.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}

function isAddress(name: string): boolean {
  return ipaddr.isValid(name.replace(/^\[|\]$/g, ''));
}

/** Host and port as browsers send them: without the port that the protocol has anyway. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function parseHost(header: string | null | undefined): URL | undefined {
  if (header === null || header === undefined || !/^[\w.:[\]-]+$/.test(header)) return undefined;
  const url = `http://${header}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

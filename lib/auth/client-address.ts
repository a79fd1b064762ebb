import ipaddr from 'ipaddr.js';

/** Set by the server on every request, whatever the client sent under this name. */
export const CLIENT_ADDRESS_HEADER = 'x-faultline-client-address';

/**
 * Who sent the request: the socket's address, or, behind proxies that are trusted, the last address of
 * X-Forwarded-For that is not one of theirs. What stands left of it the client may have written itself.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  const chain = [...(forwardedFor?.split(',') ?? []), socketAddress ?? ''].map((part) => part.trim());
  let address = chain.pop() ?? '';
  while (isTrusted(address, trustedProxies)) {
    const before = chain.pop();
    if (before === undefined || !ipaddr.isValid(before)) break;
    address = before;
  }
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : 'unknown';
}

/** What tries are counted by: an IPv4 address, or the /64 network that one IPv6 customer has to himself. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return trustedProxies.some((proxy) => {
    const [network, bits] = ipaddr.isValidCIDR(proxy)
      ? ipaddr.parseCIDR(proxy)
      : [ipaddr.process(proxy), undefined];
    if (network.kind() !== parsed.kind()) return false;
    return parsed.match(network, bits ?? (parsed.kind() === 'ipv4' ? 32 : 128));
  });
}

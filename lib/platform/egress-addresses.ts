import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface AllowList {
  /** Whether requests to this host, as it was written, go out unchecked. */
  hasHost(hostname: string, port: number): boolean;
  /** Whether the address is in a network of the list. */
  hasAddress(address: string): boolean;
}

/** Whether an address belongs to the public internet. IPv4 inside of IPv6 counts as what it leads to. */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0 || text.includes('%')) return false;
  const address = ipaddr.process(text);
  // 2000::/3 is all that is given out; what has ranges of its own there (6to4, Teredo, documentation) has names.
  if (address instanceof ipaddr.IPv6 && !address.match(ipaddr.IPv6.parse('2000::'), 3)) return false;
  return address.range() === 'unicast';
}

/** Throws a plain Error that names an entry which is neither `host`, `host:port` nor a network. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>();
  const networks: [Address, number][] = [];
  for (const entry of entries) {
    if (ipaddr.isValidCIDR(entry)) networks.push(ipaddr.parseCIDR(entry));
    else hosts.add(normalised(entry));
  }
  return {
    hasHost: (hostname, port) => {
      const host = hostname.toLowerCase();
      return hosts.has(host) || hosts.has(`${host} ${port}`);
    },
    hasAddress: (text) => {
      if (isIP(text) === 0) return false;
      const address = ipaddr.process(text);
      return networks.some((network) => address.kind() === network[0].kind() && matches(address, network));
    },
  };
}

/** `host`, or `host port`. */
function normalised(entry: string): string {
  if (isIP(entry) !== 0) return entry.toLowerCase();
  const match = /^(?:\[([^\]]+)\]|([^:[\]/\s@]+))(?::(\d{1,5}))?$/.exec(entry);
  const host = (match?.[1] ?? match?.[2])?.toLowerCase();
  if (host === undefined) throw new Error(`${entry} is not a host, host:port or network such as 10.1.0.0/16`);
  return match?.[3] === undefined ? host : `${host} ${Number(match[3])}`;
}

function matches(address: Address, [base, bits]: [Address, number]): boolean {
  if (address instanceof ipaddr.IPv4) return base instanceof ipaddr.IPv4 && address.match(base, bits);
  return base instanceof ipaddr.IPv6 && address.match(base, bits);
}

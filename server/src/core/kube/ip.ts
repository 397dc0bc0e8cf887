/**
 * IP addresses and CIDR blocks as Go reads them, the lenient forms of old included.
 *
 * Mirrors net/netip and k8s.io/utils/internal/third_party/forked/golang/net (ParseIPSloppy, ParseCIDRSloppy).
 */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
  /** Written with leading zeros, which only the lenient parser takes. */
  readonly lenient: boolean;
  /** Written as an IPv6 address that holds an IPv4 one (`::ffff:1.2.3.4`); Go's net.IP counts it as IPv4. */
  readonly mapped: boolean;
}

export interface IpBlock {
  readonly address: IpAddress;
  readonly prefix: number;
  /** Undefined bits are zero: the block's first address. */
  readonly first: bigint;
  readonly lenient: boolean;
}

export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

export function parseCidr(text: string): IpBlock | undefined {
  const slash = text.indexOf('/');
  const length = text.slice(slash + 1);
  if (slash < 0 || !/^\d{1,7}$/.test(length)) return undefined;
  const address = parseIp(text.slice(0, slash));
  const prefix = Number(length);
  if (address === undefined || prefix > (address.family === 4 ? 32 : 128)) return undefined;
  const hostBits = BigInt(bitsOf(address) - prefix);
  const value = address.mapped ? address.value | MAPPED : address.value;
  const first = hostBits < 0n ? value : (value >> hostBits) << hostBits;
  return { address, prefix, first, lenient: address.lenient || (length.length > 1 && length.startsWith('0')) };
}

/** The canonical text (RFC 5952); a mapped address as the IPv4 address it holds. */
export function formatIp({ family, value, mapped }: Pick<IpAddress, 'family' | 'value' | 'mapped'>): string {
  return family === 4 || mapped ? formatIpv4(value) : formatIpv6(value);
}

export function formatCidr(block: IpBlock): string {
  const { family, mapped } = block.address;
  return `${formatIp({ family, value: mapped ? block.first & 0xffffffffn : block.first, mapped })}/${block.prefix}`;
}

/** Whether `inner` lies within `outer`; equal blocks do. */
export function contains(outer: IpBlock, inner: IpBlock): boolean {
  if (outer.address.family !== inner.address.family || inner.prefix < outer.prefix) return false;
  const hostBits = BigInt(bitsOf(outer.address) - outer.prefix);
  return outer.first >> hostBits === inner.first >> hostBits;
}

const MAPPED = 0xffff00000000n;

function bitsOf({ family, mapped }: IpAddress): number {
  return family === 6 || mapped ? 128 : 32;
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  let lenient = false;
  for (const part of parts) {
    if (!/^\d{1,8}$/.test(part) || Number(part) > 255) return undefined;
    lenient ||= part.length > 1 && part.startsWith('0');
    value = (value << 8n) | BigInt(part);
  }
  return { family: 4, value, lenient, mapped: false };
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const read = halves.map((half, at) => groupsOf(half, at === halves.length - 1));
  const [head, tail] = read;
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const written = head.groups.length + (tail?.groups.length ?? 0);
  if (halves.length === 1 ? written !== 8 : written > 7) return undefined;
  const zeros = Array.from({ length: 8 - written }, () => 0);
  const groups = [...head.groups, ...zeros, ...(tail?.groups ?? [])];
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
  const isMapped = value >> 32n === 0xffffn;
  const lenient = head.lenient || tail?.lenient === true;
  return { family: isMapped ? 4 : 6, value: isMapped ? value & 0xffffffffn : value, lenient, mapped: isMapped };
}

function groupsOf(half: string, isLast: boolean): { readonly groups: number[]; readonly lenient: boolean } | undefined {
  if (half === '') return { groups: [], lenient: false };
  const parts = half.split(':');
  const groups: number[] = [];
  let lenient = false;
  for (const [at, part] of parts.entries()) {
    if (part.includes('.')) {
      const embedded = isLast && at === parts.length - 1 ? parseIpv4(part) : undefined;
      if (embedded === undefined) return undefined;
      lenient ||= embedded.lenient;
      groups.push(Number(embedded.value >> 16n), Number(embedded.value & 0xffffn));
    } else {
      if (!/^[0-9a-fA-F]+$/.test(part) || Number.parseInt(part, 16) > 0xffff) return undefined;
      lenient ||= part.length > 4;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return { groups, lenient };
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => Number((value >> BigInt(112 - 16 * at)) & 0xffffn));
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const text = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  return start < 0 ? text(0, 8) : `${text(0, start)}::${text(start + length, 8)}`;
}

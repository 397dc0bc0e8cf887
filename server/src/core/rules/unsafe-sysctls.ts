import { message } from '../text/text.ts';
import { itemsAt, podOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

/** What every kubelet allows (`pkg/kubelet/sysctl/safe_sysctls.go`); it asks for a new enough kernel for some. */
const SAFE: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

export const check: Check = (resource) => {
  const pod = podOf(resource);
  const place = ['securityContext', 'sysctls'];
  return itemsAt(pod?.spec, place).flatMap((each, index) => {
    const name = textAt(each, 'name');
    if (pod === undefined || name === undefined || SAFE.has(withDots(name))) return [];
    return [found(resource, [...pod.path, ...place, index, 'name'], message('rules.unsafeSysctls', { name }))];
  });
};

/** `net/ipv4/tcp_rmem` and `net.ipv4.tcp_rmem` are one. */
function withDots(name: string): string {
  return /^[^./]*\//.test(name) ? name.replaceAll('/', '.') : name;
}

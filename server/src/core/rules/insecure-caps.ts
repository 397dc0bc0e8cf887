import { message } from '../text/text.ts';
import { DROP, droppedCapabilities } from './capabilities.ts';
import { adding } from './fixes.ts';
import { containersOf, isWindows } from './pods.ts';
import { type Check, found } from './rule.ts';

/** What container runtimes give to a container that asks for nothing. */
const GIVEN_BY_DEFAULT = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) => {
    const dropped = droppedCapabilities(container);
    if (isWindows(pod) || dropped.has('ALL') || GIVEN_BY_DEFAULT.every((each) => dropped.has(each))) return [];
    const fixes = adding(resource, [...path, ...DROP.slice(0, -1)], 'drop', 'ALL');
    return [found(resource, [...path, ...DROP], message('rules.insecureCaps'), { fixes, onKey: true })];
  });

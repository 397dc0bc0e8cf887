import { message } from '../text/text.ts';
import { containersOf, itemsAt, podOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

const SENSITIVE: ReadonlySet<string> = new Set(['/', '/boot', '/dev', '/etc', '/lib', '/proc', '/sys', '/usr']);

/** Only what a container mounts: a volume alone opens nothing. */
export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const mounted = new Set(
    containersOf(resource).flatMap(({ container }) => itemsAt(container, ['volumeMounts']).map((mount) => textAt(mount, 'name'))),
  );
  return itemsAt(pod.spec, ['volumes']).flatMap((volume, index) => {
    const host = textAt(volume, 'hostPath', 'path');
    if (host === undefined || !SENSITIVE.has(host.replace(/(?<=.)\/+$/, '')) || !mounted.has(textAt(volume, 'name'))) return [];
    const place = [...pod.path, 'volumes', index, 'hostPath', 'path'];
    return [found(resource, place, message('rules.sensitiveHostMounts', { path: host }))];
  });
};

import { message } from '../text/text.ts';
import { DROP, droppedCapabilities } from './capabilities.ts';
import { adding } from './fixes.ts';
import { containersOf, isWindows } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container, pod }) => {
    const dropped = droppedCapabilities(container);
    if (isWindows(pod) || dropped.has('ALL') || dropped.has('NET_RAW')) return [];
    const fixes = adding(resource, [...path, ...DROP.slice(0, -1)], 'drop', 'NET_RAW');
    return [found(resource, [...path, ...DROP], message('rules.dropNetRaw'), { fixes, onKey: true })];
  });

import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod?.spec.hostIPC !== true) return [];
  const path = [...pod.path, 'hostIPC'];
  return [found(resource, path, message('rules.hostIpc'), { fixes: removal(resource, path) })];
};

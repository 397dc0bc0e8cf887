import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** Jobs have to say it anyway; elsewhere it is Always unless something else is written. */
export const check: Check = (resource) => {
  const pod = podOf(resource);
  const policy = pod?.spec.restartPolicy;
  const isAccepted = policy === 'Always' || policy === 'OnFailure';
  if (pod === undefined || isAccepted || resource.kind === 'Job' || resource.kind === 'CronJob') return [];
  const words = policy === undefined ? message('rules.noRestartPolicy') : message('rules.restartPolicy', { policy: String(policy) });
  const fixes = setting(resource, pod.path, 'restartPolicy', 'Always');
  return [found(resource, [...pod.path, 'restartPolicy'], words, { fixes })];
};

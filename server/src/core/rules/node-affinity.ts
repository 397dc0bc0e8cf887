import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const pod = podOf(resource);
  const isChosen = ['nodeName', 'nodeSelector', 'affinity'].some((field) =>
    field === 'affinity' ? valueAt(pod?.spec, ['affinity', 'nodeAffinity']) !== undefined : pod?.spec[field] !== undefined,
  );
  if (pod === undefined || isChosen) return [];
  return [found(resource, [...pod.path, 'affinity', 'nodeAffinity'], message('rules.nodeAffinity'), { onKey: true })];
};

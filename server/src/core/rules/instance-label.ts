import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

const LABEL = 'app.kubernetes.io/instance';

export const check: Check = (resource) => {
  const { name, value } = resource;
  const labels = ['metadata', 'labels'];
  const instance = textAt(value, ...labels, LABEL);
  if (instance === undefined || name === undefined || instance === name) return [];
  // The value of a label is shorter than a name may be.
  const fixes = name.length > 63 ? [] : setting(resource, labels, LABEL, name);
  return [found(resource, [...labels, LABEL], message('rules.instanceLabel', { name }), { fixes })];
};

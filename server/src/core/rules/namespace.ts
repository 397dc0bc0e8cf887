import { message } from '../text/text.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const { known, namespace } = resource;
  const isSaid = namespace !== undefined && namespace !== '';
  if (known?.namespaced !== true || (isSaid && namespace !== 'default')) return [];
  return [found(resource, ['metadata', 'namespace'], message(isSaid ? 'rules.namespace' : 'rules.noNamespace'))];
};

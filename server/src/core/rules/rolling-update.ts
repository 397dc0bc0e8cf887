import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

/** Written out, it is a choice that may be right: worth a hint. */
export const check: Check = (resource) => {
  const type = textAt(resource.value, 'spec', 'strategy', 'type');
  if (resource.kind !== 'Deployment' || type === undefined || type === 'RollingUpdate') return [];
  return [
    found(resource, ['spec', 'strategy', 'type'], message('rules.rollingUpdate', { type }), {
      fixes: setting(resource, ['spec', 'strategy'], 'type', 'RollingUpdate'),
    }),
  ];
};

import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { containersOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) => {
    const value = textAt(container, 'securityContext', 'procMount') ?? 'Default';
    if (value === 'Default') return [];
    const place = [...path, 'securityContext', 'procMount'];
    return [found(resource, place, message('rules.procMount', { value }), { fixes: removal(resource, place) })];
  });

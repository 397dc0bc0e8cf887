import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { removal } from './fixes.ts';
import { containersOf, itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';

/** The last one counts; each that is overwritten is told. */
export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) => {
    const names = itemsAt(container, ['env']).map((each) => (isObject(each) && typeof each.name === 'string' ? each.name : undefined));
    return names.flatMap((name, index) => {
      if (name === undefined || names.lastIndexOf(name) === index) return [];
      const variable = [...path, 'env', index];
      const fixes = removal(resource, variable);
      return [found(resource, [...variable, 'name'], message('rules.duplicateEnv', { name }), { fixes, tag: 'unnecessary' })];
    });
  });

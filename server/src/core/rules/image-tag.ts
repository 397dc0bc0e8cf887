import { message } from '../text/text.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container: { image } }) => {
    if (typeof image !== 'string' || image === '' || image.includes('@')) return [];
    const [, tag] = /:([^/:]*)$/.exec(image) ?? [];
    if (tag !== undefined && tag !== 'latest') return [];
    return [found(resource, [...path, 'image'], message('rules.imageTag', { image }))];
  });

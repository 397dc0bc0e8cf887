import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { containersOf, textAt } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) => {
    const image = textAt(container, 'image');
    if (image === undefined) return [];
    const policy = textAt(container, 'imagePullPolicy') ?? policyFor(image);
    if (policy === 'Always') return [];
    const fixes = setting(resource, path, 'imagePullPolicy', 'Always');
    return [found(resource, [...path, 'imagePullPolicy'], message('rules.pullPolicy', { policy }), { fixes })];
  });

/** What the API server fills in: the tag decides, and none is `latest`. */
function policyFor(image: string): 'Always' | 'IfNotPresent' {
  const [name = ''] = (image.split('/').at(-1) ?? '').split('@');
  const tag = name.split(':')[1] ?? (image.includes('@') ? 'digest' : 'latest');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

import { isObject, type Path, valueAt } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import type { Violation } from '../verdict/pod-security/pod.ts';
import { forbiddenDetail, type LevelAtVersion, podTemplateFor, violationsOf } from '../verdict/pod-security/policy.ts';
import { storedPod } from '../verdict/pod-security/stored-pod.ts';
import { mendViolations } from './pod-security-mends.ts';
import { podMetadataOf, podOf } from './pods.ts';
import { type Check, found, type RuleFinding } from './rule.ts';

/** A check for those who hold their pods to a standard, whatever the namespaces say. */
export function standardCheck(level: 'baseline' | 'restricted'): Check {
  return (resource, { catalog }) => {
    const asked: LevelAtVersion = { level, version: 'latest' };
    return violationsIn(resource, asked, catalog).map((violation) => {
      const words = message('rules.podSecurityStandard', { level, text: forbiddenDetail([violation]) });
      return findingFor(resource, [violation], words);
    });
  };
}

/** What of the pod that an object makes breaks a level. */
export function violationsIn(resource: Resource, level: LevelAtVersion, { version }: Catalog): readonly Violation[] {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const template = podTemplateFor(podMetadataOf(resource), pod.spec);
  const minor = Number(version.split('.')[1]);
  return violationsOf(level, resource.kind === 'Pod' ? storedPod(template) : template, minor);
}

/** One finding for several violations: at the first place, the others beside it. */
export function findingFor(resource: Resource, violations: readonly Violation[], words: RuleFinding['message']): RuleFinding {
  const template = podOf(resource)?.path.slice(0, -1) ?? [];
  const places = violations.flatMap(({ at }) => at).map((each): Path => [...template, ...each]);
  const [first = ['spec'], ...others] = places;
  const isWritten = valueAt(resource.value, first) !== undefined && !isObject(valueAt(resource.value, first));
  const related = others.map((each) => ({ range: found(resource, each, words, { onKey: true }).range, message: words }));
  return found(resource, first, words, {
    related,
    fixes: mendViolations(resource, violations, template),
    ...(isWritten ? {} : { onKey: true }),
  });
}

import { RULES } from '../generated/rules.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule, Setting } from '../rules/rule.ts';
import type { Document } from '../yaml/document.ts';

/** What our own rules say about an object that the server can read. */
export function findByRules(resource: Resource, setting: Setting, scope: Rule['scope']): readonly Finding[] {
  return RULES.filter((rule) => rule.scope === scope).flatMap(({ id, severity, check }) =>
    check(resource, setting).map(
      (found): Finding =>
        severity === 'off'
          ? { ...found, rule: id, severity: 'hint', optional: true }
          : { ...found, rule: id, severity: found.severity ?? severity },
    ),
  );
}

/** What a document's objects have to do with those of other documents and files. */
export function diagnoseAcross(document: Document, setting: Setting): readonly Finding[] {
  return resourcesOf(document, setting.catalog).flatMap((resource) =>
    resource.known === undefined ? [] : findByRules(resource, setting, 'workspace'),
  );
}

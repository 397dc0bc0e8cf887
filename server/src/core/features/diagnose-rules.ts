import { RULES } from '../generated/rules.ts';
import type { Catalog } from '../kube/catalog.ts';
import { changedSince, type Moment, momentOf, type Question } from '../kube/object-index.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule, Setting } from '../rules/rule.ts';
import type { Document } from '../yaml/document.ts';

/** Parted once: every object of a file is held against them. */
const BY_SCOPE: Readonly<Record<Rule['scope'], typeof RULES>> = {
  object: RULES.filter(({ scope }) => scope === 'object'),
  workspace: RULES.filter(({ scope }) => scope === 'workspace'),
};

/** What our own rules say about an object that the server can read. */
export function findByRules(resource: Resource, setting: Setting, scope: Rule['scope']): readonly Finding[] {
  return BY_SCOPE[scope].flatMap(({ id, severity, check }) =>
    check(resource, setting).map(
      (found): Finding =>
        severity === 'off'
          ? { ...found, rule: id, severity: 'hint', optional: true }
          : { ...found, rule: id, severity: found.severity ?? severity },
    ),
  );
}

/** What a document's objects have to do with those of other documents and files; found again only when what its rules asked has another answer. */
export function diagnoseAcross(document: Document, setting: Setting): readonly Finding[] {
  const moment = momentOf(setting.snapshot);
  const known = kept.get(document);
  const isOfSame = known !== undefined && known.catalog === setting.catalog && known.uri === setting.uri;
  if (isOfSame && known.moment === moment) return known.findings;
  if (isOfSame && !known.asked.some((question) => changedSince(known.moment, question))) {
    known.moment = moment;
    return known.findings;
  }
  const asked = new Set<Question>();
  const findings = resourcesOf(document, setting.catalog).flatMap((resource) =>
    resource.known === undefined ? [] : findByRules(resource, { ...setting, asked }, 'workspace'),
  );
  kept.set(document, { catalog: setting.catalog, uri: setting.uri, asked: [...asked], moment, findings });
  return findings;
}

interface Kept {
  readonly catalog: Catalog;
  readonly uri: string;
  readonly asked: readonly Question[];
  /** Until when the findings are known to hold. */
  moment: Moment;
  readonly findings: readonly Finding[];
}

const kept = new WeakMap<Document, Kept>();

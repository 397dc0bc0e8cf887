import { RULES } from '../generated/rules.ts';
import type { Catalog } from '../kube/catalog.ts';
import { changedSince, type Moment, momentOf, type Question } from '../kube/object-index.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import type { Finding } from '../rules/finding.ts';
import type { Check, Rule, Setting } from '../rules/rule.ts';
import type { Document } from '../yaml/document.ts';
import type { Severities } from './settle.ts';

/** The rules that are asked, parted once: every object of a file is held against them. */
export interface RuleChoice {
  readonly object: readonly Rule[];
  readonly workspace: readonly Rule[];
  /** Those of `workspace` that look at kinds which Kubernetes does not have. */
  readonly custom: readonly Rule[];
}

/** Told once of each rule that throws: that is a fault of ours, and no reason to be silent about the rest. */
export type TellBroken = (rule: string, thrown: unknown) => void;

export const ALL_RULES: RuleChoice = parted(RULES);

/**
 * Rules that settings leave on (without settings all); the same object for settings that choose the same. Those that are off
 * cost nothing, and one that throws finds nothing where it does.
 */
export function createRuleChooser(tell: TellBroken, all: readonly Rule[] = RULES): (severities?: Severities) => RuleChoice {
  const told = new Set<string>();
  const tellOnce: TellBroken = (rule, thrown) => {
    if (!told.has(rule)) tell(rule, thrown);
    told.add(rule);
  };
  const guarded = all.map((rule) => ({ ...rule, check: guard(rule, tellOnce) }));
  const everything = parted(guarded);
  const choices = new WeakMap<Severities, RuleChoice>();
  const choiceByIds = new Map<string, RuleChoice>();
  return (severities) => {
    if (severities === undefined) return everything;
    const known = choices.get(severities);
    if (known !== undefined) return known;
    const rules = guarded.filter(({ id, severity }) => (severities[id] ?? severity) !== 'off');
    const key = rules.map(({ id }) => id).join(' ');
    const choice = choiceByIds.get(key) ?? parted(rules);
    choiceByIds.set(key, choice);
    choices.set(severities, choice);
    return choice;
  };
}

function guard({ id, check }: Rule, tell: TellBroken): Check {
  return (resource, setting) => {
    try {
      return check(resource, setting);
    } catch (thrown) {
      tell(id, thrown);
      return [];
    }
  };
}

function parted(rules: readonly Rule[]): RuleChoice {
  const workspace = rules.filter(({ scope }) => scope === 'workspace');
  return {
    object: rules.filter(({ scope }) => scope === 'object'),
    workspace,
    custom: workspace.filter(({ kinds }) => kinds === 'custom'),
  };
}

/** What our own rules say about an object that the server can read. */
export function findByRules(resource: Resource, setting: Setting, rules: readonly Rule[]): readonly Finding[] {
  return rules.flatMap(({ id, severity, check }) =>
    check(resource, setting).map(
      (found): Finding =>
        severity === 'off'
          ? { ...found, rule: id, severity: 'hint', optional: true }
          : { ...found, rule: id, severity: found.severity ?? severity },
    ),
  );
}

/** What a document's objects have to do with those of other documents and files; found again only when what its rules asked has another answer. */
export function diagnoseAcross(document: Document, setting: Setting, { workspace, custom }: RuleChoice): readonly Finding[] {
  const moment = momentOf(setting.snapshot);
  const known = kept.get(document);
  const isOfSame = known !== undefined && known.catalog === setting.catalog && known.uri === setting.uri && known.rules === workspace;
  if (isOfSame && known.moment === moment) return known.findings;
  if (isOfSame && !known.asked.some((question) => changedSince(known.moment, question))) {
    known.moment = moment;
    return known.findings;
  }
  const asked = new Set<Question>();
  const findings = resourcesOf(document, setting.catalog).flatMap((resource) =>
    findByRules(resource, { ...setting, asked }, resource.known === undefined ? custom : workspace),
  );
  kept.set(document, { catalog: setting.catalog, uri: setting.uri, rules: workspace, asked: [...asked], moment, findings });
  return findings;
}

interface Kept {
  readonly catalog: Catalog;
  readonly uri: string;
  readonly rules: readonly Rule[];
  readonly asked: readonly Question[];
  /** Until when the findings are known to hold. */
  moment: Moment;
  readonly findings: readonly Finding[];
}

const kept = new WeakMap<Document, Kept>();

import type { Pod } from '../../generated/api.ts';
import { type Language, message, say } from '../../text/text.ts';
import { controllerOf, keyOf, refOf } from '../object.ts';
import type { Decision } from './decision.ts';
import { explainDecision } from './explain.ts';
import type { ScheduleAllResult } from './schedule-all.ts';

/** Remedies shown for a pod. */
const MOST_REMEDIES = 3;

/**
 * All decisions as text: what was left out, what namespaces refuse, each pod's last decision with reasons (`all`: of all plugins) and
 * remedies, and the sum.
 */
export function tellSchedule(result: ScheduleAllResult, language: Language, all = false): string {
  const { decisions, pods, problems } = result;
  const skipped = [
    ...problems.map(({ kind, name, reason }) => say(language, message('schedSkipped', { kind, name, reason }))),
    ...tellRefused(result, language),
  ];
  const last = new Map(decisions.map((decision) => [decision.pod, decision]));
  if (last.size === 0) return `${[...skipped, say(language, message('schedNothing'))].join('\n')}\n`;
  const told = groupAlike([...last.values()], pods).map((group) => tellGroup(group, pods, language, all));
  return `${[...skipped, ...told, '', summary([...last.values()], language)].join('\n')}\n`;
}

/** The pods of one workload are told together, in the server's words about the first. */
function tellRefused({ refused, workloads }: ScheduleAllResult, language: Language): readonly string[] {
  const groups = new Map<string, { readonly kind: string; readonly name: string; readonly reason: string; count: number }>();
  for (const { pod, reason } of refused) {
    const { kind, namespace, name } = workloads.get(keyOf(refOf(pod))) ?? refOf(pod);
    const id = `${kind} ${namespace}/${name}`;
    const group = groups.get(id) ?? { kind, name, reason, count: 0 };
    groups.set(id, group);
    group.count++;
  }
  return [...groups.values()].map(({ kind, name, reason, count }) =>
    say(language, message('schedRefused', { kind, name, refused: count, reason })),
  );
}

/** Pods of one workload that fail in the same way are told together. */
function groupAlike(decisions: readonly Decision[], pods: ReadonlyMap<string, Pod>): readonly (readonly Decision[])[] {
  const groups = new Map<string, Decision[]>();
  for (const decision of decisions) {
    const owner = controllerOf(pods.get(decision.pod) ?? {});
    const isAlone = decision.node !== '' || owner === undefined;
    const key = isAlone ? decision.pod : `${owner.kind} ${owner.name} ${decision.message}`;
    groups.set(key, [...(groups.get(key) ?? []), decision]);
  }
  return [...groups.values()];
}

function tellGroup([decision, ...others]: readonly Decision[], pods: ReadonlyMap<string, Pod>, language: Language, all: boolean): string {
  if (decision === undefined) return '';
  const { lines, remedies } = explainDecision(decision, pods.get(decision.pod) ?? {}, all);
  const [first, ...rest] = lines.map((line) => say(language, line));
  const mark = decision.node === '' ? '✗' : '✓';
  const same = others.map(({ pod }) => pod).join(', ');
  const told = [`${mark} ${first}`, ...rest.map((line) => `    ${line}`)];
  if (others.length > 0) told.push(`    ${say(language, message('schedSameFor', { pods: same }))}`);
  if (remedies.length === 0) return told.join('\n');
  const shown = remedies.slice(0, MOST_REMEDIES).map(({ steps, nodes }) => {
    const helps = say(language, message('schedHelpsOn', { nodes: nodes.length }));
    return `      · ${steps.map(({ title }) => say(language, title)).join(' + ')} — ${helps}`;
  });
  return [...told, `    ${say(language, message('schedRemedies'))}`, ...shown].join('\n');
}

function summary(decisions: readonly Decision[], language: Language): string {
  const placed = decisions.filter(({ node }) => node !== '').length;
  const nodes = decisions[0]?.nodeOrder.length ?? 0;
  return say(language, message('schedSummary', { pods: decisions.length, placed, waiting: decisions.length - placed, nodes }));
}

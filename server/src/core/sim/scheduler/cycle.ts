import type { ClusterView } from './cache/cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import type { PodInfo } from './cache/pod-info.ts';
import type { Decision, NodeVerdict, PreemptionCandidate } from './decision.ts';
import type { FailedAttempt, PostFilterOutcome, Rejection, VolumeChoice } from './framework.ts';
import { countReasons, eventMessage, fitErrorMessage, type ReasonCounts } from './message.ts';
import { createNodeCheck, type Failed, type NodeCheck, supposeAdded, supposeRemoved } from './node-check.ts';
import type { Nominations } from './nominations.ts';
import { lookForNodes, type Pass } from './pass.ts';
import { bestIndexes, pickIndex } from './pick.ts';
import { dryRunPreemption, helpfulNodes, rankOf } from './preemption.ts';
import { type Preparation, prepareFilters } from './prepare.ts';
import type { Profile } from './profile.ts';
import { rankNodes } from './rank-nodes.ts';

/**
 * How much a decision tells: what the real cycle does; with causes of all verdicts where no node fits; or everything, for which every
 * node is judged and a single feasible one is scored too.
 */
export type Detail = 'cycle' | 'explained' | 'full';

export interface CycleInput {
  readonly pod: PodInfo;
  /** status.nominatedNodeName, or ''. */
  readonly nominatedNode: string;
  readonly cluster: ClusterView;
  readonly profile: Profile;
  readonly nominations: Nominations;
  readonly startIndex: number;
  readonly nowMs: number;
  readonly detail: Detail;
  readonly allFilters: boolean;
}

/** The decision, and what the scheduler has to remember of the cycle. */
export interface CycleOutcome {
  readonly decision: Omit<Decision, 'pod' | 'attempt'>;
  readonly startIndex: number;
  readonly victims: readonly PodInfo[];
  /** The node promised to the pod; '' takes back an earlier promise, undefined leaves it. */
  readonly nomination: string | undefined;
  /** Plugins that rejected nodes or the pod: which changes may help it. */
  readonly rejectedBy: ReadonlySet<string>;
}

const NO_NODES = 'no nodes available to schedule pods';

/** One scheduling cycle: nothing is changed, the outcome says what should (`pkg/scheduler/schedule_one.go`). */
export function runCycle(input: CycleInput): CycleOutcome {
  const { pod, cluster, profile, startIndex } = input;
  if (cluster.nodes.length === 0) {
    const untried = { nodeOrder: [], startIndex, preFilter: { code: '', reasons: [] } } as const;
    return failed(input, untried, { evaluatedCount: 0, ...(input.allFilters ? { allFilters: [] } : {}) }, 'Unschedulable', NO_NODES);
  }
  const preparation = prepareFilters(pod, profile, cluster);
  const check = createNodeCheck(pod, preparation.filters, input.nominations);
  const base = { nodeOrder: cluster.nodeNames, startIndex, preFilter: preparation.verdict };
  const verdicts = describeVerdicts(input, preparation, check);

  if (preparation.verdict.code !== 'Success') return rejectedByPreFilter(input, preparation, base);

  const pass = lookForNodes(input, preparation, check);
  const seen = {
    filters: verdicts.filters ?? pass.failures.map(([node, failure]) => toVerdict(node, failure)),
    ...(verdicts.allFilters === undefined ? {} : { allFilters: verdicts.allFilters }),
    evaluatedCount: pass.evaluated,
    feasible: pass.feasible.map(({ name }) => name),
    ...(pass.isShortcut ? { nominatedShortcut: input.nominatedNode } : {}),
  };
  if (pass.error !== undefined) return failed(input, base, seen, 'SchedulerError', pass.error, pass.nextStart);
  if (pass.feasible.length === 0) return noNodeFits(input, preparation, check, pass, base, seen);
  return place(input, preparation, pass, base, seen);
}

type Base = Pick<Decision, 'nodeOrder' | 'startIndex' | 'preFilter'>;
type Seen = Partial<Pick<Decision, 'filters' | 'allFilters' | 'feasible' | 'nominatedShortcut' | 'candidates'>> &
  Pick<Decision, 'evaluatedCount'>;

const NOTHING = {
  node: '',
  nominatedNode: '',
  victims: [],
  filters: [],
  feasible: [],
  scored: false,
  scores: [],
  totals: [],
  best: [],
} as const;

function place(input: CycleInput, preparation: Preparation, pass: Pass, base: Base, seen: Seen): CycleOutcome {
  const { pod, cluster, profile } = input;
  const { feasible } = pass;
  const isScored = feasible.length > 1;
  const ranking = isScored || input.detail === 'full' ? rankNodes(pod, profile.scores, cluster, feasible) : NOTHING;
  const chosen = feasible[isScored ? pickIndex(ranking.totals) : 0] as NodeInfo;
  const best = isScored ? bestIndexes(ranking.totals).map((index) => feasible[index]?.name ?? '') : [chosen.name];
  return {
    decision: {
      ...NOTHING,
      ...base,
      ...seen,
      node: chosen.name,
      scored: isScored,
      scores: ranking.scores,
      totals: ranking.totals,
      best,
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.key} to ${chosen.name}`,
      ...describeVolumes(volumesOn(chosen, preparation)),
    },
    startIndex: pass.nextStart,
    victims: [],
    nomination: '',
    rejectedBy: new Set(),
  };
}

function volumesOn(node: NodeInfo, { filters }: Preparation): VolumeChoice {
  for (const { filter } of filters) {
    const choice = filter.reserve?.(node);
    if (choice !== undefined) return choice;
  }
  return { bindings: new Map(), provisioned: [] };
}

function describeVolumes({ bindings, provisioned }: VolumeChoice): Pick<Decision, 'volumeBindings' | 'volumesProvisioned'> {
  return {
    ...(bindings.size === 0 ? {} : { volumeBindings: Object.fromEntries(bindings) }),
    ...(provisioned.length === 0 ? {} : { volumesProvisioned: [...provisioned].sort() }),
  };
}

function rejectedByPreFilter(input: CycleInput, preparation: Preparation, base: Base): CycleOutcome {
  const { code, reasons, plugin } = preparation.verdict;
  const text = reasons.join(', ');
  const seen: Seen = { evaluatedCount: 0, ...(input.allFilters ? { allFilters: [] } : {}) };
  if (code === 'Error') return failed(input, base, seen, 'SchedulerError', text);
  const attempt = failedAttempt(input, preparation, undefined, new Map());
  const answer = runPostFilters(input.profile, attempt);
  const message = fitErrorMessage(input.cluster.nodes.length, text, new Map(), answer.text);
  const rejectedBy = new Set(plugin === undefined ? preparation.limitedBy : [plugin]);
  const outcome = failed(input, base, seen, 'Unschedulable', message);
  const nominatedNode = answer.effects.nomination ?? input.nominatedNode;
  return { ...outcome, ...answer.effects, decision: { ...outcome.decision, nominatedNode }, rejectedBy };
}

function noNodeFits(input: CycleInput, preparation: Preparation, check: NodeCheck, pass: Pass, base: Base, seen: Seen): CycleOutcome {
  const nodes = input.cluster.nodes.length;
  const counts: ReasonCounts = new Map();
  for (const [, { rejection }] of pass.failures) countReasons(counts, rejection.reasons);
  const absent = nodes - pass.failures.length;
  if (absent > 0 && preparation.nodes !== undefined) countReasons(counts, [outsideReason(preparation)], absent);

  const codes = new Map(pass.failures.map(([node, { rejection }]) => [node.name, rejection.code]));
  const attempt = failedAttempt(input, preparation, check, codes);
  const answer = runPostFilters(input.profile, attempt);
  const message = fitErrorMessage(nodes, '', counts, answer.text);
  const mayPreempt = input.profile.postFilters.some(({ name }) => name === 'DefaultPreemption');
  const candidates = input.allFilters && mayPreempt ? describeCandidates(attempt) : [];
  const causes = input.detail === 'explained' ? describeVerdicts({ ...input, detail: 'full', allFilters: true }, preparation, check) : {};
  const outcome = failed(
    input,
    base,
    { ...seen, ...causes, ...(candidates.length === 0 ? {} : { candidates }) },
    'Unschedulable',
    message,
    pass.nextStart,
  );
  const rejectedBy = new Set([...pass.failures.map(([, { plugin }]) => plugin), ...(absent > 0 ? preparation.limitedBy : [])]);
  return {
    ...outcome,
    ...answer.effects,
    decision: {
      ...outcome.decision,
      nominatedNode: answer.effects.nomination ?? input.nominatedNode,
      // A victim that is on its way already is not deleted again.
      victims: answer.effects.victims.filter(({ terminating }) => !terminating).map(({ key }) => key),
    },
    rejectedBy,
  };
}

function failed(
  input: CycleInput,
  base: Base,
  seen: Seen,
  reason: 'Unschedulable' | 'SchedulerError',
  message: string,
  startIndex = input.startIndex,
): CycleOutcome {
  const event = eventMessage(message);
  return {
    decision: { ...NOTHING, ...base, ...seen, reason, message, ...(event === message ? {} : { eventMessage: event }) },
    startIndex,
    victims: [],
    nomination: '',
    rejectedBy: new Set(),
  };
}

function failedAttempt(
  { pod, nominatedNode, cluster, nowMs }: CycleInput,
  { filters, reached }: Preparation,
  check: NodeCheck | undefined,
  codeByNode: ReadonlyMap<string, Rejection['code']>,
): FailedAttempt {
  return {
    pod,
    nominatedNode,
    cluster,
    nowMs,
    codeByNode,
    wasPrepared: (plugin) => reached.has(plugin),
    check: (node) => check?.(node)?.rejection,
    add: (other, node) => supposeAdded(filters, other, node),
    remove: (other, node) => supposeRemoved(filters, other, node),
  };
}

interface PostFilterAnswer {
  readonly text: string;
  readonly effects: Pick<CycleOutcome, 'victims' | 'nomination'>;
}

/** Asks the plugins in order until one makes room or fails; the texts of those that could not help are joined. */
function runPostFilters({ postFilters }: Profile, attempt: FailedAttempt): PostFilterAnswer {
  const reasons: string[] = [];
  // Without any PostFilter an earlier nomination is taken back.
  let nomination: string | undefined = postFilters.length === 0 ? '' : undefined;
  for (const { postFilter } of postFilters) {
    const outcome: PostFilterOutcome | undefined = postFilter?.(attempt);
    if (outcome === undefined) continue;
    if (outcome.is === 'nominated') return { text: '', effects: { victims: outcome.victims, nomination: outcome.node } };
    if (outcome.is === 'failed') return { text: outcome.reason, effects: { victims: [], nomination: undefined } };
    reasons.push(outcome.reason);
    if (outcome.forgetsNomination) nomination = '';
  }
  return { text: reasons.join(', '), effects: { victims: [], nomination } };
}

function describeCandidates(attempt: FailedAttempt): readonly PreemptionCandidate[] {
  return dryRunPreemption(attempt, helpfulNodes(attempt), Number.POSITIVE_INFINITY).map((dryRun) =>
    'victims' in dryRun
      ? {
          node: dryRun.node,
          victims: dryRun.victims.map(({ key }) => key),
          pdbViolations: dryRun.pdbViolations,
          rank: rankOf(dryRun, attempt.nowMs),
        }
      : { node: dryRun.node, code: dryRun.code, reasons: [...dryRun.reasons].sort() },
  );
}

/** Verdicts on all nodes, as far as they are asked for. */
function describeVerdicts(
  { cluster, detail, allFilters }: CycleInput,
  preparation: Preparation,
  check: NodeCheck,
): { readonly filters?: readonly NodeVerdict[]; readonly allFilters?: readonly NodeVerdict[] } {
  if (preparation.verdict.code !== 'Success') return allFilters ? { allFilters: [] } : {};
  const verdicts: { filters?: readonly NodeVerdict[]; allFilters?: readonly NodeVerdict[] } = {};
  if (detail === 'full') {
    verdicts.filters = cluster.nodes.flatMap((node) => {
      const failure = preparation.nodes?.has(node.name) === false ? outside(preparation) : check(node);
      return failure === undefined ? [] : [withCauses(toVerdict(node, failure), node, preparation)];
    });
  }
  if (allFilters) {
    verdicts.allFilters = cluster.nodes.flatMap((node) =>
      preparation.filters.flatMap(({ plugin, filter }) => {
        const rejection = filter.check(node);
        return rejection === undefined ? [] : [withCauses(toVerdict(node, { plugin, rejection }), node, preparation)];
      }),
    );
  }
  return verdicts;
}

function outside(preparation: Preparation): Failed {
  return { plugin: '', rejection: { code: 'UnschedulableAndUnresolvable', reasons: [outsideReason(preparation)] } };
}

function outsideReason({ limitedBy }: Preparation): string {
  return `node(s) didn't satisfy plugin(s) [${limitedBy.join(' ')}]`;
}

function toVerdict({ name }: NodeInfo, { plugin, rejection: { code, reasons } }: Failed): NodeVerdict {
  return { node: name, plugin, code, reasons };
}

function withCauses(verdict: NodeVerdict, node: NodeInfo, { filters }: Preparation): NodeVerdict {
  const causes = filters.find(({ plugin }) => plugin === verdict.plugin)?.filter.causes?.(node) ?? [];
  return causes.length === 0 ? verdict : { ...verdict, causes };
}

import type { Resource } from '../../kube/resource.ts';
import type { Finding, Fix } from '../../rules/finding.ts';
import { found } from '../../rules/rule.ts';
import { joined, type Message, message } from '../../text/text.ts';
import { inTurn } from '../../yaml/edit.ts';
import { textEditsOf } from '../pod-edits.ts';
import type { Mend } from './mends.ts';
import type { Placement } from './place.ts';

/** The rule under which it is told, switched and explained. It is asked only where a cluster was chosen, and not by `kijabi check`. */
export const PLACEMENT_RULE = 'cannot-schedule';

/** Reasons told of one workload. */
const MOST_REASONS = 5;

/** Whether some pods of the workload find no node, or are not even made. */
export function isFinding({ waiting, refused }: Placement): boolean {
  return waiting > 0 || refused > 0;
}

/** On the name of a workload whose pods would stay pending or be refused: why, and what would let all of them fit. */
export function findingOf(resource: Resource, placement: Placement, cluster: string): Finding {
  const [first, ...rest] = [...linesOnRefused(placement, cluster), ...linesOnWaiting(placement, cluster)];
  const text = first === undefined ? message('schedNothing') : joined('schedLines', [first, ...rest]);
  const fixes = placement.mends.flatMap((mend) => fixesOf(resource, mend));
  return { ...found(resource, ['metadata', 'name'], text, { fixes }), rule: PLACEMENT_RULE, severity: 'info' };
}

function linesOnRefused({ workload: { kind, name }, pods, refused, refusal }: Placement, cluster: string): readonly Message[] {
  if (refused === 0) return [];
  return [message('schedAreRefused', { kind, name, pods, refused, cluster }), message('schedServersWords', { text: refusal })];
}

function linesOnWaiting({ workload: { kind, name }, pods, waiting, why, message: words }: Placement, cluster: string): readonly Message[] {
  if (waiting === 0) return [];
  const first = message('schedStaysPending', { kind, name, pods, waiting, cluster });
  return [first, ...why.slice(0, MOST_REASONS), message('schedInItsWords', { text: words })];
}

/** None when a part of the mend has no place in the text: half of it would not help. */
function fixesOf({ document, path }: Resource, mend: Mend): readonly Fix[] {
  const edits = inTurn(
    document,
    mend.map(
      ({ edit }) =>
        (now) =>
          textEditsOf(now, path, edit),
    ),
  );
  const [first, ...rest] = mend.map(({ title }) => title);
  return edits.length === 0 || first === undefined
    ? []
    : [{ title: joined('schedSteps', [first, ...rest]), safe: false, preferred: false, edits }];
}

/** The placement in one line; undefined where there is nothing to place. */
export function lensOf({ pods, nodes, waiting, why, refused, refusal }: Placement, cluster: string): Message | undefined {
  if (pods === 0) return undefined;
  if (refused > waiting) return message('schedLensRefused', { pods, refused, cluster, reason: refusal });
  if (waiting > 0) {
    const [reason] = why;
    const values = { pods, waiting, cluster };
    return reason === undefined ? message('schedLensWaiting', values) : message('schedLensWaitingFor', { ...values, reason });
  }
  if (nodes.length === 0) return message('schedLensHeld', { pods, cluster });
  return message('schedLensPlaced', { pods: nodes.length, nodes: countedNodes(nodes), cluster });
}

const NODES_SHOWN = 4;

/** `worker-1 ×2, worker-2`, in the order in which the scheduler took them. */
function countedNodes(nodes: readonly string[]): string {
  const countByNode = new Map<string, number>();
  for (const node of nodes) countByNode.set(node, (countByNode.get(node) ?? 0) + 1);
  const all = [...countByNode].map(([node, count]) => (count === 1 ? node : `${node} ×${count}`));
  return all.length <= NODES_SHOWN ? all.join(', ') : `${all.slice(0, NODES_SHOWN).join(', ')} +${all.length - NODES_SHOWN}`;
}

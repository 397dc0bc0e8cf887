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

/** On the name of a workload whose pods would stay pending: why, and what would let all of them fit. */
export function findingOf(
  resource: Resource,
  { workload, pods, waiting, why, message: words, mends }: Placement,
  cluster: string,
): Finding {
  const first = message('schedStaysPending', { kind: workload.kind, name: workload.name, pods, waiting, cluster });
  const text = joined('schedLines', [first, ...why.slice(0, MOST_REASONS), message('schedInItsWords', { text: words })]);
  const fixes = mends.flatMap((mend) => fixesOf(resource, mend));
  return { ...found(resource, ['metadata', 'name'], text, { fixes }), rule: PLACEMENT_RULE, severity: 'info' };
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
export function lensOf({ pods, nodes, waiting, why }: Placement, cluster: string): Message | undefined {
  if (pods === 0) return undefined;
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

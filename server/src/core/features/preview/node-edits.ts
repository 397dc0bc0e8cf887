import type { Node, Taint } from '../../generated/api.ts';
import type { NodeEdit } from '../../protocol.ts';
import type { KubeObject } from '../../sim/object.ts';
import type { ScenarioStep } from '../../sim/scenario.ts';

/** The cluster as a person wants it for once; the files it came from stay as they are. */
export function editedNodes(cluster: readonly KubeObject[], edits: readonly NodeEdit[]): readonly KubeObject[] {
  if (edits.length === 0) return cluster;
  return cluster.map((object) => {
    if (object.kind !== 'Node') return object;
    const own = edits.filter(({ node }) => node === object.metadata?.name);
    return own.reduce<KubeObject>((node, edit) => withEdit(node as Node & KubeObject, edit), object);
  });
}

export function failureSteps(edits: readonly NodeEdit[]): readonly ScenarioStep[] {
  return edits.flatMap(({ node, failAtMs }): readonly ScenarioStep[] =>
    failAtMs === undefined ? [] : [{ atMs: failAtMs, namespace: '', do: 'fail-node', node }],
  );
}

function withEdit(node: Node & KubeObject, { cordoned, taints = [], labels = [], cpu, memory }: NodeEdit): KubeObject {
  const room = { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  const { metadata, spec, status } = node;
  return {
    ...node,
    metadata: { ...metadata, labels: { ...metadata?.labels, ...Object.fromEntries(labels.map(labelOf)) } },
    spec: {
      ...spec,
      ...(cordoned !== undefined && { unschedulable: cordoned }),
      ...(taints.length > 0 && { taints: [...(spec?.taints ?? []), ...taints.map(taintOf)] }),
    },
    status: { ...status, capacity: { ...status?.capacity, ...room }, allocatable: { ...status?.allocatable, ...room } },
  };
}

function labelOf(written: string): readonly [string, string] {
  const [key = '', ...value] = written.split('=');
  return [key.trim(), value.join('=').trim()];
}

/** `key=value:Effect` as kubectl taint writes it; without an effect, NoSchedule. */
function taintOf(written: string): Taint {
  const colon = written.lastIndexOf(':');
  const effect = (colon < 0 ? 'NoSchedule' : written.slice(colon + 1).trim()) as Taint['effect'];
  const [key, value] = labelOf(colon < 0 ? written : written.slice(0, colon));
  return { key, effect, ...(value !== '' && { value }) };
}

import type { Affinity, DaemonSet, Deployment } from '../../generated/api.ts';
import { at, WEB, web } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

type Toleration = { readonly key: string; readonly operator: 'Exists'; readonly effect: 'NoSchedule' };

/** Six pods over three zones; a node that takes no more is passed over. */
export const nodeChoice: ReadyScenario = {
  id: 'node-choice',
  title: 'panel.lesson.nodeChoice',
  lesson: 'panel.lesson.nodeChoiceText',
  cluster: 'zones',
  objects: [web('web:1', { replicas: 6 })],
  scenario: {
    steps: [at(10, { do: 'cordon', node: 'node-a1' }), at(15, { do: 'scale', target: WEB, replicas: 9 })],
    containers: [],
    untilMs: 30_000,
  },
};

/** Three replicas that must not share a node, on two workers; then that only would rather not. */
export const antiAffinity: ReadyScenario = {
  id: 'anti-affinity',
  title: 'panel.lesson.antiAffinity',
  lesson: 'panel.lesson.antiAffinityText',
  cluster: 'three',
  objects: [apart({ requiredDuringSchedulingIgnoredDuringExecution: [sameNode()] })],
  scenario: {
    steps: [
      at(15, {
        do: 'apply',
        objects: [apart({ preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: sameNode() }] })],
      }),
    ],
    containers: [],
    untilMs: 60_000,
  },
};

/** An agent for every node: the taint of the control plane keeps it out until it tolerates it. */
export const agentEverywhere: ReadyScenario = {
  id: 'daemon-set',
  title: 'panel.lesson.daemonSet',
  lesson: 'panel.lesson.daemonSetText',
  cluster: 'three',
  objects: [agent([])],
  scenario: {
    steps: [
      at(15, {
        do: 'apply',
        objects: [agent([{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }])],
      }),
    ],
    containers: [],
    untilMs: 45_000,
  },
};

function sameNode(): { readonly topologyKey: string; readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> } } {
  return { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } };
}

function apart(podAntiAffinity: NonNullable<Affinity['podAntiAffinity']>): Deployment {
  const { spec } = web('web:1');
  const template = spec?.template;
  // What runs already keeps its required rule, and keeps a new pod away: a rolling update would never end.
  const strategy = { type: 'Recreate' } as const;
  return web('web:1', { strategy, template: { ...template, spec: { containers: [], ...template?.spec, affinity: { podAntiAffinity } } } });
}

function agent(tolerations: readonly Toleration[]): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image: 'agent:1' }], tolerations: [...tolerations] },
      },
    },
  };
}

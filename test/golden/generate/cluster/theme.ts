/** What pods of a cluster may have, each with the chance that a pod has it. */
export type Trait =
  | 'labels'
  | 'requests'
  | 'init'
  | 'podLevel'
  | 'overhead'
  | 'extended'
  | 'ports'
  | 'hostNetwork'
  | 'tolerations'
  | 'nodeSelector'
  | 'nodeAffinity'
  | 'matchFields'
  | 'podAffinity'
  | 'podAntiAffinity'
  | 'spread'
  | 'volumes'
  | 'priority'
  | 'images'
  | 'gates'
  | 'otherScheduler'
  /** What asks for features that a node declares. */
  | 'features'
  /** Containers resized in place: the status says what they really have. */
  | 'resized'
  | 'nominated';

/** What a family of clusters is about. */
export interface Theme {
  readonly nodes: readonly [number, number];
  /** Pods that run already, for each node on average. */
  readonly running: number;
  readonly pending: readonly [number, number];
  /** Chances of nodes being tainted, cordoned, small, alike. */
  readonly tainted: number;
  readonly cordoned: number;
  readonly tight: number;
  readonly alike: number;
  /** Chance of Services and workloads that select pods, whose spreading is a default. */
  readonly selected: number;
  readonly budgets: number;
  readonly namespaces: number;
  /** Chance of a KubeSchedulerConfiguration. */
  readonly configured: number;
  readonly traits: Readonly<Partial<Record<Trait, number>>>;
}

const PLAIN: Theme = {
  nodes: [2, 7],
  running: 1.5,
  pending: [3, 9],
  tainted: 0.08,
  cordoned: 0.06,
  tight: 0.1,
  alike: 0.05,
  selected: 0.05,
  budgets: 0,
  namespaces: 0.1,
  configured: 0,
  traits: {
    labels: 0.6,
    requests: 0.85,
    extended: 0.03,
    tolerations: 0.05,
    nodeSelector: 0.03,
    priority: 0.1,
    gates: 0.02,
    otherScheduler: 0.01,
  },
};

/** A theme that stresses some traits; all others stay possible. */
function about(traits: Theme['traits'], other: Partial<Theme> = {}): Theme {
  return { ...PLAIN, ...other, traits: { ...PLAIN.traits, ...traits } };
}

export const THEMES: Readonly<Record<string, Theme>> = {
  basics: about({ gates: 0.06, otherScheduler: 0.04, tolerations: 0.15 }, { cordoned: 0.15 }),
  'host-ports': about({ ports: 0.8, hostNetwork: 0.15 }, { running: 2 }),
  images: about({ images: 0.9 }, { alike: 0.5 }),
  large: about(
    { podAntiAffinity: 0.15, spread: 0.2, nodeAffinity: 0.1, matchFields: 0.08, tolerations: 0.2 },
    { nodes: [95, 420], running: 0.5, tainted: 0.15, pending: [5, 10] },
  ),
  features: about(
    { features: 0.5, ports: 0.2, hostNetwork: 0.4, resized: 0.5, nominated: 0.15, podLevel: 0.15, init: 0.3, priority: 0.3 },
    { running: 3 },
  ),
  messages: about(
    { ports: 0.15, nodeAffinity: 0.2, podAntiAffinity: 0.2, spread: 0.2, extended: 0.15, volumes: 0.1, priority: 0.4 },
    { nodes: [5, 12], tight: 0.6, tainted: 0.25, cordoned: 0.15 },
  ),
  mixed: about(
    {
      init: 0.25,
      podLevel: 0.15,
      overhead: 0.1,
      extended: 0.15,
      ports: 0.15,
      hostNetwork: 0.1,
      tolerations: 0.25,
      nodeSelector: 0.08,
      nodeAffinity: 0.25,
      matchFields: 0.05,
      podAffinity: 0.15,
      podAntiAffinity: 0.2,
      spread: 0.3,
      volumes: 0.3,
      priority: 0.5,
      images: 0.4,
      features: 0.08,
      resized: 0.15,
      nominated: 0.08,
    },
    { nodes: [3, 14], running: 2.5, pending: [6, 16], tight: 0.4, tainted: 0.2, selected: 0.3, budgets: 0.3, namespaces: 0.3 },
  ),
  'node-affinity': about({ nodeAffinity: 0.75, nodeSelector: 0.25, matchFields: 0.2 }),
  'pod-affinity': about({ podAffinity: 0.5, podAntiAffinity: 0.45 }, { namespaces: 0.5 }),
  preemption: about(
    { priority: 0.9, podAntiAffinity: 0.1, spread: 0.08, ports: 0.06 },
    { nodes: [1, 6], running: 4, tight: 0.8, budgets: 0.5 },
  ),
  profiles: about(
    {
      otherScheduler: 0.35,
      extended: 0.25,
      tolerations: 0.3,
      nodeAffinity: 0.25,
      podAffinity: 0.15,
      podAntiAffinity: 0.2,
      spread: 0.25,
      priority: 0.3,
      images: 0.5,
      volumes: 0.15,
      ports: 0.1,
    },
    { configured: 1, nodes: [2, 10], running: 2, tainted: 0.2, selected: 0.4, budgets: 0.2, tight: 0.3 },
  ),
  'resource-maths': about({ init: 0.7, podLevel: 0.2, overhead: 0.2, extended: 0.2 }, { nodes: [2, 5], tight: 0.5 }),
  resources: about({ extended: 0.3, podLevel: 0.05 }, { tight: 0.5, running: 3 }),
  sequences: about(
    { podAntiAffinity: 0.25, spread: 0.3, podAffinity: 0.1, tolerations: 0.15, volumes: 0.08, priority: 0.3 },
    { pending: [8, 18], selected: 0.5, tight: 0.3 },
  ),
  taints: about({ tolerations: 0.75 }, { tainted: 0.7, cordoned: 0.15 }),
  ties: about({ requests: 0.6 }, { alike: 0.95, running: 0, tainted: 0, cordoned: 0, pending: [4, 10] }),
  'topology-spread': about(
    { spread: 0.8, nodeSelector: 0.12, nodeAffinity: 0.12, tolerations: 0.2 },
    { tainted: 0.2, running: 2.5, selected: 0.2, namespaces: 0.2 },
  ),
  volumes: about({ volumes: 0.9 }, { pending: [4, 8] }),
};

import { nodeAffinity, podTerms, spreadConstraints, toleration } from './constraints.ts';
import { IMAGES } from './nodes.ts';
import { containerResources, podResources } from './resources.ts';
import type { Trait } from './theme.ts';
import { podVolumes } from './volumes.ts';
import { APPS, TOPOLOGY_KEYS, type World, type Written } from './world.ts';

/** A pod waiting for a node. */
export function pendingPod(name: string, world: World): Written {
  const namespace = world.dice.pick(world.namespaces);
  const metadata = { name, namespace, ...labels(world) };
  const { dice, nodes, theme } = world;
  const isNominated = nodes.length > 0 && dice.chance(theme.traits.nominated ?? 0);
  const status = isNominated ? { status: { nominatedNodeName: dice.pick(nodes) } } : {};
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec(namespace, world), ...status };
}

/** A pod that has its node: running, or in one of the other states a cluster is full of. */
export function runningPod(name: string, world: World): Written {
  const { dice, nodes } = world;
  const pod = pendingPod(name, world);
  const spec: Record<string, unknown> = { ...(pod.spec as Written), nodeName: dice.pick(nodes) };
  // They came here when the cluster was another one.
  for (const key of ['schedulingGates', 'nodeSelector', 'topologySpreadConstraints']) delete spec[key];
  const startTime = new Date(Date.UTC(2025, 11, 31, 1, dice.int(0, 200))).toISOString().replace('.000', '');
  const leaving = dice.chance(0.04)
    ? { deletionTimestamp: '2026-01-01T00:30:00Z', deletionGracePeriodSeconds: 30, finalizers: ['example.com/wait'] }
    : {};
  const phase = dice.weighted([
    [30, 'Running'],
    [1, 'Succeeded'],
    [1, 'Failed'],
    [1, 'Pending'],
  ]);
  return {
    ...pod,
    metadata: { ...(pod.metadata as Written), creationTimestamp: startTime, ...leaving },
    spec,
    status: {
      phase,
      startTime,
      ...(dice.chance(world.theme.traits.resized ?? 0) ? resizedStatus(spec.containers as Written[], world) : {}),
    },
  };
}

function labels({ dice, theme }: World): Written {
  if (!dice.chance(theme.traits.labels ?? 0)) return {};
  const made: Record<string, string> = { app: dice.pick(APPS) };
  if (dice.chance(0.4)) made.tier = dice.pick(['1', '2']);
  if (dice.chance(0.4)) made.rev = dice.pick(['x', 'y']);
  return { labels: made };
}

function podSpec(namespace: string, world: World): Written {
  const { dice, theme } = world;
  const has = (trait: Trait): boolean => dice.chance(theme.traits[trait] ?? 0);
  const spec: Record<string, unknown> = { containers: dice.list(1, dice.chance(0.25) ? 3 : 1, (index) => container(`c${index}`, world)) };
  if (has('init'))
    spec.initContainers = dice.list(1, 4, (index) => ({
      ...container(`i${index}`, world),
      ...(dice.chance(0.4) ? { restartPolicy: 'Always' } : {}),
    }));
  if (has('podLevel')) spec.resources = podResources(world);
  if (has('overhead')) Object.assign(spec, { runtimeClassName: 'sandbox', overhead: { cpu: '50m', memory: '120Mi' } });
  if (has('ports')) addPorts(spec, has('hostNetwork'), world);
  if (has('tolerations')) spec.tolerations = dice.list(1, 2, () => toleration(dice));
  if (has('nodeSelector')) spec.nodeSelector = { [dice.pick(TOPOLOGY_KEYS.slice(1))]: dice.pick(['a', 'b', 'k1', 'ssd', 'hdd']) };
  const affinity = {
    ...(has('nodeAffinity') ? { nodeAffinity: nodeAffinity(world) } : {}),
    ...(has('podAffinity') ? { podAffinity: podTerms(world) } : {}),
    ...(has('podAntiAffinity') ? { podAntiAffinity: podTerms(world) } : {}),
  };
  if (Object.keys(affinity).length > 0) spec.affinity = affinity;
  if (has('spread')) spec.topologySpreadConstraints = spreadConstraints(world);
  if (has('features')) addFeatures(spec, world);
  if (has('volumes')) spec.volumes = podVolumes(world, namespace);
  if (has('priority')) spec.priorityClassName = dice.pick(['high', 'mid', 'low', 'polite']);
  if (has('gates')) spec.schedulingGates = [{ name: 'example.com/gate' }];
  if (has('otherScheduler')) spec.schedulerName = 'other-scheduler';
  return spec;
}

function container(name: string, world: World): Written {
  const { dice, theme } = world;
  const image = dice.chance(theme.traits.images ?? 0.1) ? dice.pick(IMAGES) : 'app:1';
  return { name, image, ...containerResources(world) };
}

/** What only nodes with certain features can run. */
function addFeatures(spec: Record<string, unknown>, { dice }: World): void {
  const [first, ...others] = spec.containers as readonly Written[];
  if (dice.chance(0.6)) {
    const restartPolicyRules = [{ action: dice.pick(['RestartAllContainers', 'Restart']), exitCodes: { operator: 'In', values: [42] } }];
    spec.containers = [{ ...first, restartPolicy: 'Never', restartPolicyRules }, ...others];
  }
  if (dice.chance(0.6)) spec.hostUsers = false;
}

/** What containers have since they were resized in place, more or less than what they ask for. */
function resizedStatus(containers: readonly Written[], { dice }: World): Written {
  const amounts = (): Written => ({ cpu: dice.pick(['100m', '250m', '1', '2']), memory: dice.pick(['64Mi', '256Mi', '1Gi', '2Gi']) });
  const statuses = containers.map(({ name, image }) => ({
    name,
    image,
    ready: true,
    restartCount: 0,
    imageID: '',
    ...(dice.chance(0.8) ? { allocatedResources: amounts() } : {}),
    ...(dice.chance(0.8) ? { resources: { requests: amounts() } } : {}),
  }));
  const infeasible = dice.chance(0.3)
    ? { conditions: [{ type: 'PodResizePending', status: 'True', reason: dice.pick(['Infeasible', 'Deferred']) }] }
    : {};
  return { containerStatuses: statuses, ...infeasible };
}

/** Ports of one pod differ; with the host's network every port is one of the host. */
function addPorts(spec: Record<string, unknown>, hostNetwork: boolean, { dice }: World): void {
  const ports = dice.list(1, 3, () => {
    const containerPort = dice.int(8000, 8003);
    const hostPort = hostNetwork ? { hostPort: containerPort } : dice.chance(0.85) ? { hostPort: dice.int(8000, 8003) } : {};
    const hostIP = dice.chance(0.3) && !hostNetwork ? { hostIP: dice.pick(['0.0.0.0', '127.0.0.1', '10.0.0.1']) } : {};
    return { containerPort, ...hostPort, ...hostIP, ...(dice.chance(0.3) ? { protocol: dice.pick(['UDP', 'SCTP']) } : {}) };
  });
  const distinct = new Map(
    ports.map((port) => [JSON.stringify([port.hostPort ?? port.containerPort, port.protocol, hostNetwork ? '' : port.hostIP]), port]),
  );
  const [first, ...others] = spec.containers as readonly Written[];
  spec.containers = [{ ...first, ports: [...distinct.values()] }, ...others];
  if (hostNetwork) spec.hostNetwork = true;
}

import { stringify } from 'yaml';
import type { Dice } from '../dice.ts';
import { type Action, LABELS, patch, readiness, type Scenario, type Written } from './scenario.ts';

const NAME = 'web';
const NODES = ['n1', 'n2', 'n3'] as const;
const PODS = ['a', 'b', 'c', 'd'] as const;
const PREFERENCES = ['PreferClose', 'PreferSameZone', 'PreferSameNode'] as const;

/** A Service over the pods of a workload, or over some of their own, in whose life both are changed. */
export function endpointSliceScenario(dice: Dice): Scenario {
  return dice.chance(0.15) ? lostNodeScenario(dice) : livelyScenario(dice);
}

function livelyScenario(dice: Dice): Scenario {
  const workload = dice.pick([deployment, statefulSet, daemonSet, job, pods])(dice);
  const isLate = dice.chance(0.3);
  const changes = instants(dice, dice.int(10, 16)).map((at) => (dice.chance(0.5) ? workload.change(at, dice) : serviceChange(at, dice)));
  return {
    objects: [...NODES.map((name) => node(name, dice)), ...(isLate ? [] : [service(dice)]), ...workload.objects],
    grace: dice.pick([0, 1, 4, 9]),
    nodes: dice.int(1, NODES.length),
    pods: workload.pods ?? readiness(dice),
    actions: isLate ? [creation(dice.int(3, 8), service(dice)), ...changes] : changes,
    until: (changes.at(-1)?.at ?? 0) + 40,
  };
}

/**
 * A node that comes late. The controller looks again, after longer and longer; as it is set for recordings, news of pods would be
 * such a look as well, so the pods have come to rest before.
 */
function lostNodeScenario(dice: Dice): Scenario {
  const lost = dice.pick(NODES);
  const from = dice.int(10, 16);
  const changes = instants(dice, from + 4).map((at) => serviceChange(at, dice));
  const found = creation(from + 3, node(lost, dice));
  return {
    objects: [...NODES.filter((name) => name !== lost).map((name) => node(name, dice)), ...deployment(dice).objects],
    grace: 0,
    nodes: NODES.length,
    pods: readiness(dice),
    actions: [creation(from, service(dice)), ...(dice.chance(0.8) ? [found] : []), ...changes],
    until: (changes.at(-1)?.at ?? from) + 70,
  };
}

/** One to five, some close to each other. */
function instants(dice: Dice, first: number): readonly number[] {
  let at = first;
  return dice.list(1, 5, (index) => {
    if (index > 0) at += dice.chance(0.4) ? dice.int(1, 4) : dice.int(8, 20);
    return at;
  });
}

interface Workload {
  readonly objects: readonly Written[];
  readonly pods?: readonly Written[];
  change(at: number, dice: Dice): Action;
}

function node(name: string, dice: Dice): Written {
  const labels = dice.chance(0.8) ? { labels: { 'topology.kubernetes.io/zone': dice.pick(['a', 'b']) } } : {};
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, ...labels } };
}

function creation(at: number, object: Written): Action {
  return { at, do: 'create', object: stringify(object, { lineWidth: 0 }) };
}

function service(dice: Dice): Written {
  const isHeadless = dice.chance(0.3);
  const spec = dice.weighted<Written>([
    [12, { selector: selector(dice), ...traffic(dice), ...(isHeadless ? { clusterIP: 'None' } : {}) }],
    [1, {}],
  ]);
  const ports = isHeadless && spec.clusterIP !== undefined && dice.chance(0.3) ? {} : { ports: servicePorts(dice) };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: NAME, ...labels(dice) }, spec: { ...spec, ...ports } };
}

function labels(dice: Dice): Written {
  return dice.chance(0.3) ? { labels: { team: dice.pick(['red', 'blue']) } } : {};
}

function selector(dice: Dice): Written {
  return dice.chance(0.25) ? { ...LABELS, version: dice.pick(['v1', 'v2']) } : LABELS;
}

function traffic(dice: Dice): Written {
  return {
    ...(dice.chance(0.2) ? { publishNotReadyAddresses: true } : {}),
    ...(dice.chance(0.4) ? { trafficDistribution: dice.pick(PREFERENCES) } : {}),
  };
}

function servicePorts(dice: Dice): readonly Written[] {
  const http = { name: 'http', port: 80, targetPort: dice.pick(['http', 'http', 8080, 'other']) };
  const metrics = { name: 'metrics', port: 9100, ...(dice.chance(0.5) ? { targetPort: 'metrics', appProtocol: 'http' } : {}) };
  const dns = { name: 'dns', port: 53, protocol: 'UDP', targetPort: dice.pick(['http', 'dns', 5353]) };
  return dice.weighted<readonly Written[]>([
    [4, [{ port: 80, targetPort: dice.pick(['http', 8080]) }]],
    [4, [http]],
    [2, [http, metrics]],
    [2, [metrics, dns, http]],
  ]);
}

function serviceChange(at: number, dice: Dice): Action {
  return dice.weighted<() => Action>([
    [3, () => patch(at, 'Service', NAME, { selector: { version: dice.pick(['v1', 'v2', null]) } })],
    [3, () => patch(at, 'Service', NAME, { ports: servicePorts(dice) })],
    [2, () => patch(at, 'Service', NAME, { publishNotReadyAddresses: dice.chance(0.5) })],
    [2, () => patch(at, 'Service', NAME, { trafficDistribution: dice.pick([...PREFERENCES, null]) })],
    [1, () => patch(at, 'Service', NAME, { selector: null })],
    [
      2,
      () => ({
        at,
        do: 'patch',
        kind: 'Service',
        name: NAME,
        patch: { metadata: { labels: { team: dice.pick(['red', 'green', null]) } } },
      }),
    ],
    [1, () => ({ at, do: 'delete', kind: 'Service', name: NAME })],
  ])();
}

/** Each version has its own numbers behind the names of its ports. */
function template(version: string, dice: Dice, more: Written = {}): Written {
  const ports = [
    { name: 'http', containerPort: version === 'v1' ? 8080 : 9090 },
    ...(dice.chance(0.4) ? [{ name: 'metrics', containerPort: 9100 }] : []),
    ...(dice.chance(0.3) ? [{ name: 'dns', containerPort: 53, protocol: 'UDP' }] : []),
  ];
  return { metadata: { labels: { ...LABELS, version } }, spec: { containers: [{ name: 'c', image: version, ports }], ...more } };
}

function scaled(kind: string, versions: { readonly v1: Written; readonly v2: Written }): (at: number, dice: Dice) => Action {
  return (at, dice) =>
    dice.chance(0.5)
      ? patch(at, kind, NAME, { replicas: dice.int(0, 5) })
      : patch(at, kind, NAME, { template: dice.pick([versions.v1, versions.v2]) });
}

function deployment(dice: Dice): Workload {
  const versions = { v1: template('v1', dice), v2: template('v2', dice) };
  const spec = { replicas: dice.int(0, 4), selector: { matchLabels: LABELS }, template: versions.v1 };
  return {
    objects: [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: NAME }, spec }],
    change: scaled('Deployment', versions),
  };
}

function statefulSet(dice: Dice): Workload {
  const versions = { v1: template('v1', dice), v2: template('v2', dice) };
  const policy = dice.chance(0.3) ? { podManagementPolicy: 'Parallel' } : {};
  const serviceName = dice.pick([NAME, 'other']);
  const spec = { replicas: dice.int(0, 4), serviceName, selector: { matchLabels: LABELS }, template: versions.v1, ...policy };
  return {
    objects: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: NAME }, spec }],
    change: scaled('StatefulSet', versions),
  };
}

function daemonSet(dice: Dice): Workload {
  const versions = { v1: template('v1', dice), v2: template('v2', dice) };
  const spec = { selector: { matchLabels: LABELS }, template: versions.v1, updateStrategy: { type: 'OnDelete' } };
  return {
    objects: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: NAME }, spec }],
    change: (at, each) => patch(at, 'DaemonSet', NAME, { template: each.pick([versions.v1, versions.v2]) }),
  };
}

function job(dice: Dice): Workload {
  const spec = { parallelism: dice.int(1, 4), completions: dice.int(1, 6), template: template('v1', dice, { restartPolicy: 'Never' }) };
  return {
    objects: [{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: NAME }, spec }],
    pods: [{ ready: dice.list(1, 3, () => (dice.chance(0.7) ? dice.int(1, 4) : null)), exit: dice.list(1, 3, () => exit(dice)) }],
    change: (at, each) => patch(at, 'Job', NAME, { suspend: each.chance(0.5) }),
  };
}

function exit(dice: Dice): Written {
  return { after: dice.int(3, 15), code: dice.chance(0.2) ? 1 : 0 };
}

/** Pods that nobody owns, each in the Service or not by its own labels. */
function pods(dice: Dice): Workload {
  const names = PODS.slice(0, dice.int(1, PODS.length));
  return {
    objects: names.map((name) => pod(name, dice)),
    pods: names.map((name) => ({
      names: [name],
      ready: [dice.chance(0.8) ? dice.int(1, 9) : null],
      ...(dice.chance(0.2) ? { unready: [dice.int(12, 30)] } : {}),
      ...(dice.chance(0.3) ? { exit: [exit(dice)] } : {}),
    })),
    change: podChange,
  };
}

function pod(name: string, dice: Dice): Written {
  const version = dice.pick(['v1', 'v2']);
  const host = dice.chance(0.3) ? { hostname: `host-${name}`, subdomain: dice.pick([NAME, 'other']) } : {};
  const { metadata, spec } = template(version, dice, { restartPolicy: dice.pick(['Always', 'Never']), ...host }) as Record<string, Written>;
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec };
}

function podChange(at: number, dice: Dice): Action {
  const name = dice.pick(PODS);
  const relabelled = (labels: Written): Action => ({ at, do: 'patch', kind: 'Pod', name, patch: { metadata: { labels } } });
  return dice.weighted<() => Action>([
    [3, () => relabelled({ app: dice.pick(['web', 'none', null]) })],
    [2, () => relabelled({ version: dice.pick(['v1', 'v2']) })],
    [3, () => ({ at, do: 'delete', kind: 'Pod', name })],
    [2, () => creation(at, pod(`e${at}`, dice))],
  ])();
}

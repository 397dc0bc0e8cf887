import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  JobSpec,
  Node,
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../../generated/api.ts';
import { judgeNode, templateFor } from '../controllers/daemon-set-nodes.ts';
import { controllerRef } from '../controllers/ownership.ts';
import { podFromTemplate } from '../controllers/pods.ts';
import { TEMPLATE_HASH_LABEL } from '../controllers/same-template.ts';
import { claimsOf, replicasOf, startOf, withIdentity } from '../controllers/stateful-set-identity.ts';
import { hashTemplate } from '../controllers/template-hash.ts';
import { controllerOf, type KubeObject } from '../object.ts';

/**
 * Workloads with the pods that their controllers would make, where these are not among the objects already. Names end in numbers in place
 * of random letters; a Deployment's ReplicaSet and a StatefulSet's claims come along, since scheduling looks at them.
 */
export function expandWorkloads(objects: readonly KubeObject[]): readonly KubeObject[] {
  const world = survey(objects);
  const made = objects.flatMap((object) => expand(object, world));
  const claims = [...objects, ...made].flatMap((object) => (object.kind === 'Pod' ? ephemeralClaims(object as Pod) : []));
  const known = new Set(objects.map(idOf));
  return [...objects, ...made, ...claims].filter((object, index) => index < objects.length || !known.has(idOf(object)));
}

/** What is there already. */
interface World {
  readonly nodes: readonly Node[];
  /** How many objects each controller (`kind namespace/name`) manages. */
  readonly managed: ReadonlyMap<string, number>;
}

function survey(objects: readonly KubeObject[]): World {
  const managed = new Map<string, number>();
  for (const object of objects) {
    const owner = controllerOf(object);
    if (owner === undefined) continue;
    const id = `${owner.kind} ${object.metadata?.namespace ?? ''}/${owner.name}`;
    managed.set(id, (managed.get(id) ?? 0) + 1);
  }
  return { nodes: objects.filter(({ kind }) => kind === 'Node') as readonly Node[], managed };
}

function expand(object: KubeObject, world: World): readonly KubeObject[] {
  const managed = world.managed.get(idOf(object)) ?? 0;
  switch (object.kind) {
    case 'Deployment':
      return managed > 0 ? [] : expandDeployment(object as Deployment, world);
    case 'ReplicaSet':
    case 'ReplicationController':
      return expandReplicas(object as ReplicaSet | ReplicationController, managed);
    case 'StatefulSet':
      return managed > 0 ? [] : expandStatefulSet(object as StatefulSet);
    case 'DaemonSet':
      return managed > 0 ? [] : expandDaemonSet(object as DaemonSet, world.nodes);
    case 'Job':
      return managed > 0 ? [] : expandJob(object, (object as Job).spec);
    case 'CronJob':
      // What a cluster gave may lack what the API demands.
      return managed > 0 ? [] : expandJob(object, (object as CronJob).spec?.jobTemplate?.spec);
    default:
      return [];
  }
}

function expandDeployment(deployment: Deployment, world: World): readonly KubeObject[] {
  const { replicas = 1, selector, template } = deployment.spec ?? {};
  const hash = { [TEMPLATE_HASH_LABEL]: hashTemplate(template, 0) };
  const { namespace, name } = deployment.metadata ?? {};
  const set: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...(namespace === undefined ? {} : { namespace }),
      name: `${name}-${hash[TEMPLATE_HASH_LABEL]}`,
      ownerReferences: [controllerRef(deployment)],
    },
    spec: {
      replicas,
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, ...hash } },
      template: { ...template, metadata: { ...template?.metadata, labels: { ...template?.metadata?.labels, ...hash } } },
    },
  };
  return [set, ...expand(set, world)];
}

function expandReplicas(owner: ReplicaSet | ReplicationController, managed: number): readonly Pod[] {
  const missing = Math.max(0, (owner.spec?.replicas ?? 1) - managed);
  return Array.from({ length: missing }, (_, index) => podOf(owner, owner.spec?.template, `${managed + index + 1}`));
}

function expandStatefulSet(set: StatefulSet): readonly KubeObject[] {
  const ordinals = Array.from({ length: replicasOf(set) }, (_, index) => startOf(set) + index);
  return ordinals.flatMap((ordinal) => [...claimsOf(set, ordinal), withIdentity(set, podOf(set, set.spec?.template, String(ordinal)))]);
}

function expandDaemonSet(set: DaemonSet, nodes: readonly Node[]): readonly Pod[] {
  const template = set.spec?.template;
  return nodes
    .filter((node) => judgeNode(set, node).shouldRun)
    .map((node, index) => podOf(set, templateFor(template, hashTemplate(template, 0), node.metadata?.name ?? ''), `${index + 1}`));
}

/** The pods of a first round. */
function expandJob(owner: KubeObject, spec: JobSpec | undefined): readonly Pod[] {
  if (spec === undefined || spec.suspend === true) return [];
  const count = Math.min(spec.parallelism ?? 1, spec.completions ?? Number.POSITIVE_INFINITY);
  return Array.from({ length: count }, (_, index) => podOf(owner, spec.template, `${index + 1}`));
}

function podOf(owner: KubeObject, template: PodTemplateSpec | undefined, suffix: string): Pod {
  const pod = podFromTemplate(template);
  const namespace = owner.metadata?.namespace;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(namespace === undefined ? {} : { namespace }),
      name: `${owner.metadata?.name}-${suffix}`,
      ownerReferences: [controllerRef(owner)],
    },
  };
}

/** What the ephemeral volume controller makes for a pod. */
function ephemeralClaims(pod: Pod): readonly PersistentVolumeClaim[] {
  return (pod.spec?.volumes ?? []).flatMap(({ name, ephemeral }) => {
    const template = ephemeral?.volumeClaimTemplate;
    if (template === undefined) return [];
    const metadata = {
      ...template.metadata,
      ...(pod.metadata?.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
      name: `${pod.metadata?.name}-${name}`,
      ownerReferences: [controllerRef(pod)],
    };
    return [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: template.spec }];
  });
}

function idOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

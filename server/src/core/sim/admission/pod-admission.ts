import type { Pod, Toleration } from '../../generated/api.ts';
import { tolerates } from '../../kube/toleration.ts';
import type { Cluster } from '../cluster.ts';
import type { AdmissionPlugin } from '../component.ts';
import { refOf } from '../object.ts';
import { completePod } from './pod-completion.ts';
import { topologyOf } from './topology-labels.ts';

/** How long a pod stays on a node that is not ready or cannot be reached, where it says nothing itself. */
const DEFAULT_SECONDS = 300;
const NODE_TROUBLES = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/**
 * What every new pod is given: priority, defaults, its account, and tolerations for trouble of its node
 * (`plugin/pkg/admission/defaulttolerationseconds`).
 */
export const podAdmission: AdmissionPlugin = {
  name: 'pod-admission',
  admit(object, before, cluster) {
    if (object.kind !== 'Pod' || before !== undefined) return object;
    const { pod, problem } = completePod(object as Pod, cluster.list('PriorityClass'));
    const refusal = problem ?? accountProblem(pod, cluster);
    if (refusal !== undefined) return { ok: false, status: 'Forbidden', message: `pods "${refOf(object).name}" is forbidden: ${refusal}` };
    return withNodeTopology(withDefaultTolerations(withAccount(pod)), cluster);
  },
};

const DEFAULT_ACCOUNT = 'default';

function withAccount(pod: Pod): Pod {
  if (pod.spec === undefined || pod.spec.serviceAccountName) return pod;
  return { ...pod, spec: { ...pod.spec, serviceAccountName: DEFAULT_ACCOUNT, serviceAccount: DEFAULT_ACCOUNT } };
}

/**
 * A pod needs its ServiceAccount (`plugin/pkg/admission/serviceaccount`). Whoever names no account of the namespace at all is taken to
 * have them elsewhere: manifests seldom say everything.
 */
function accountProblem(pod: Pod, cluster: Cluster): string | undefined {
  const name = pod.spec?.serviceAccountName || DEFAULT_ACCOUNT;
  const { namespace } = refOf(pod);
  const known = cluster.listIn('ServiceAccount', namespace);
  if (name === DEFAULT_ACCOUNT || known.length === 0 || known.some((account) => refOf(account).name === name)) return undefined;
  return `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
}

/** A pod that names its node itself takes over zone and region, as others do when they are bound (`plugin/pkg/admission/podtopologylabels`). */
function withNodeTopology(pod: Pod, cluster: Cluster): Pod {
  const labels = topologyOf(cluster.get('Node', '', pod.spec?.nodeName ?? ''));
  return Object.keys(labels).length === 0 ? pod : { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata?.labels, ...labels } } };
}

function withDefaultTolerations(pod: Pod): Pod {
  const tolerations = pod.spec?.tolerations ?? [];
  const added = NODE_TROUBLES.filter((key) => !tolerations.some((each) => tolerates(each, { key, effect: 'NoExecute' }))).map(
    (key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: DEFAULT_SECONDS }),
  );
  if (added.length === 0 || pod.spec === undefined) return pod;
  return { ...pod, spec: { ...pod.spec, tolerations: [...tolerations, ...added] } };
}

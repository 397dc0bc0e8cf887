import type { Pod, Toleration } from '../../generated/api.ts';
import { tolerates } from '../../kube/toleration.ts';
import type { AdmissionPlugin } from '../component.ts';
import { refOf } from '../object.ts';
import { completePod } from './pod-completion.ts';

/** How long a pod stays on a node that is not ready or cannot be reached, where it says nothing itself. */
const DEFAULT_SECONDS = 300;
const NODE_TROUBLES = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** What every new pod is given: priority, defaults, and tolerations for trouble of its node (`plugin/pkg/admission/defaulttolerationseconds`). */
export const podAdmission: AdmissionPlugin = {
  name: 'pod-admission',
  admit(object, before, cluster) {
    if (object.kind !== 'Pod' || before !== undefined) return object;
    const { pod, problem } = completePod(object as Pod, cluster.list('PriorityClass'));
    if (problem !== undefined) return { ok: false, status: 'Forbidden', message: `pods "${refOf(object).name}" is forbidden: ${problem}` };
    return withDefaultTolerations(pod);
  },
};

function withDefaultTolerations(pod: Pod): Pod {
  const tolerations = pod.spec?.tolerations ?? [];
  const added = NODE_TROUBLES.filter((key) => !tolerations.some((each) => tolerates(each, { key, effect: 'NoExecute' }))).map(
    (key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: DEFAULT_SECONDS }),
  );
  if (added.length === 0 || pod.spec === undefined) return pod;
  return { ...pod, spec: { ...pod.spec, tolerations: [...tolerations, ...added] } };
}

import type { PersistentVolumeClaim, Pod } from '../../generated/api.ts';
import { applyLimitDefaults, claimLimitProblems, podLimitProblems } from '../../kube/limit-range.ts';
import type { Cluster } from '../cluster.ts';
import type { AdmissionPlugin, Refusal } from '../component.ts';
import { type KubeObject, refOf } from '../object.ts';

/** Fills in what LimitRanges of the namespace say, then holds the object to them (plugin/pkg/admission/limitranger). */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  admit(object, before, cluster) {
    if (object.kind === 'Pod' && before === undefined) return admitPod(object as Pod, cluster);
    if (object.kind === 'PersistentVolumeClaim') return admitClaim(object as PersistentVolumeClaim, cluster);
    return object;
  },
};

function admitPod(asked: Pod, cluster: Cluster): KubeObject | Refusal {
  const ranges = cluster.listIn('LimitRange', refOf(asked).namespace);
  const pod = ranges.reduce((completed, range) => applyLimitDefaults(range, completed), asked);
  for (const range of ranges) {
    const problems = podLimitProblems(range, pod);
    if (problems.length > 0) return forbid('pods', pod, problems);
  }
  return pod;
}

function admitClaim(claim: PersistentVolumeClaim, cluster: Cluster): KubeObject | Refusal {
  for (const range of cluster.listIn('LimitRange', refOf(claim).namespace)) {
    const problems = claimLimitProblems(range, claim);
    if (problems.length > 0) return forbid('persistentvolumeclaims', claim, problems);
  }
  return claim;
}

/** Several problems are listed in brackets, each once. */
function forbid(resource: string, object: KubeObject, problems: readonly string[]): Refusal {
  const distinct = [...new Set(problems)];
  const text = distinct.length === 1 ? distinct[0] : `[${distinct.join(', ')}]`;
  return { ok: false, status: 'Forbidden', message: `${resource} "${refOf(object).name}" is forbidden: ${text}` };
}

import type { Namespace } from '../../generated/api.ts';
import type { AdmissionPlugin } from '../component.ts';
import { type KubeObject, refOf } from '../object.ts';
import { resourceOf } from '../resource-names.ts';

/**
 * Nothing new comes into a namespace that is being deleted (`plugin/pkg/admission/namespace/lifecycle`); a namespace is held until its
 * controller has emptied it. A namespace that nobody has written down is taken to be there.
 */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit(object, before, cluster) {
    if (before !== undefined) return object;
    if (object.kind === 'Namespace') return held(object as Namespace);
    const { namespace, name } = refOf(object);
    const place = namespace === '' ? undefined : cluster.get('Namespace', '', namespace);
    if (place?.metadata?.deletionTimestamp === undefined) return object;
    const text = `unable to create new content in namespace ${namespace} because it is being terminated`;
    return { ok: false, status: 'Forbidden', message: `${resourceOf(object.kind ?? '')} "${name}" is forbidden: ${text}` };
  },
};

/** `pkg/registry/core/namespace/strategy.go` PrepareForCreate. */
function held(namespace: Namespace): KubeObject {
  return { ...namespace, spec: { ...namespace.spec, finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
}

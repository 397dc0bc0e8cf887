import type { KubernetesVersion } from '../kube/catalog.ts';
import { KUBERNETES_VERSIONS } from '../kube/catalog.ts';
import type { Context } from './context.ts';

/** From which version the server treats something in the way of the newest one; what is older than 1.32 is not listed. */
const SINCE = {
  /** A StatefulSet's template is validated as a pod (before, its pods failed one by one). */
  statefulSetPodTemplates: '1.34',
} as const satisfies Readonly<Record<string, KubernetesVersion>>;

/** Whether the server of this version has the behaviour. The one place where versions differ. */
export function has(context: Context, behaviour: keyof typeof SINCE): boolean {
  return KUBERNETES_VERSIONS.indexOf(context.version) >= KUBERNETES_VERSIONS.indexOf(SINCE[behaviour]);
}

import type { PodSpec } from '../../../generated/api.ts';
import { type Plugin, unresolvable } from '../framework.ts';

/** Keeps pods to nodes that declare the features they need (`pkg/scheduler/framework/plugins/nodedeclaredfeatures`). */
export const nodeDeclaredFeatures: Plugin = {
  name: 'NodeDeclaredFeatures',
  unprepared: 'error reading "PreFilterNodeDeclaredFeatures" from cycle-state: not found',
  filter({ pod }) {
    const needed = FEATURES.filter(({ isNeeded }) => pod.spec !== undefined && isNeeded(pod.spec));
    if (needed.length === 0) return undefined;
    const rejection = unresolvable("node(s) didn't match Pod's required features");
    return {
      check: ({ node }) => (needed.every(({ name }) => node.status?.declaredFeatures?.includes(name)) ? undefined : rejection),
    };
  },
  isHelpedBy: (_, change) =>
    change.of === 'node' && change.after !== undefined && change.before?.status?.declaredFeatures !== change.after.status?.declaredFeatures,
};

/** Features that a pod's spec alone can ask for (`component-helpers/nodedeclaredfeatures/features`). */
const FEATURES: readonly { readonly name: string; readonly isNeeded: (spec: PodSpec) => boolean }[] = [
  {
    name: 'RestartAllContainersOnContainerExits',
    isNeeded: ({ containers, initContainers }) =>
      [...containers, ...(initContainers ?? [])].some((container) =>
        container.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
      ),
  },
  { name: 'UserNamespacesHostNetworkSupport', isNeeded: ({ hostNetwork, hostUsers }) => hostNetwork === true && hostUsers === false },
];

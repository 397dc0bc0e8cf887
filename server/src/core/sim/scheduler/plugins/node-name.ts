import { type Plugin, unresolvable } from '../framework.ts';

/** Keeps a pod that names its node to that node (`pkg/scheduler/framework/plugins/nodename`). */
export const nodeName: Plugin = {
  name: 'NodeName',
  filter({ pod }) {
    const wanted = pod.spec?.nodeName;
    const rejection = unresolvable("node(s) didn't match the requested node name");
    return { check: ({ name }) => (wanted && wanted !== name ? rejection : undefined) };
  },
  isHelpedBy: (_, change) => change.of === 'node' && change.before === undefined,
};

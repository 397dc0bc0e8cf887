import { tolerates } from '../../../kube/toleration.ts';
import { type Plugin, unresolvable } from '../framework.ts';

const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Keeps pods off cordoned nodes (`pkg/scheduler/framework/plugins/nodeunschedulable`). */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  filter({ pod }) {
    const isTolerated = pod.spec?.tolerations?.some((toleration) => tolerates(toleration, CORDON)) ?? false;
    const rejection = unresolvable('node(s) were unschedulable');
    return {
      check: ({ node }) => (node.spec?.unschedulable === true && !isTolerated ? rejection : undefined),
      causes: () => [{ is: 'taint', key: CORDON.key, value: '', effect: CORDON.effect }],
    };
  },
  isHelpedBy: (_, change) =>
    change.of === 'node' &&
    change.after?.spec?.unschedulable !== true &&
    (change.before === undefined || change.before.spec?.unschedulable === true),
};

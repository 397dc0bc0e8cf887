import type { Node } from '../../../generated/api.ts';
import { BLOCKING_EFFECTS, tolerates, untoleratedTaint } from '../../../kube/toleration.ts';
import { type Plugin, unresolvable } from '../framework.ts';
import { normalizeByLargest } from '../normalize.ts';

/**
 * Keeps pods off nodes with taints that they do not tolerate, and away from those with PreferNoSchedule ones
 * (`pkg/scheduler/framework/plugins/tainttoleration`).
 */
export const taintToleration: Plugin = {
  name: 'TaintToleration',

  filter({ pod }) {
    const tolerations = pod.spec?.tolerations;
    const rejection = unresolvable('node(s) had untolerated taint(s)');
    return {
      check: ({ taints }) =>
        taints.length > 0 && untoleratedTaint(taints, tolerations, BLOCKING_EFFECTS) !== undefined ? rejection : undefined,
      causes: ({ taints }) => {
        const taint = untoleratedTaint(taints, tolerations, BLOCKING_EFFECTS);
        return taint === undefined ? [] : [{ is: 'taint', key: taint.key, value: taint.value ?? '', effect: taint.effect }];
      },
    };
  },

  isHelpedBy({ pod }, change) {
    if (change.of !== 'node' || change.after === undefined) return false;
    const blocks = (node: Node | undefined): boolean =>
      untoleratedTaint(node?.spec?.taints, pod.spec?.tolerations, BLOCKING_EFFECTS) !== undefined;
    return !blocks(change.after) && (change.before === undefined || blocks(change.before));
  },

  score({ pod }) {
    const tolerations = (pod.spec?.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
    return {
      of: ({ taints }) => {
        let untolerated = 0;
        for (const taint of taints) {
          if (taint.effect === 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint))) untolerated++;
        }
        return untolerated;
      },
      normalize: (raw) => normalizeByLargest(raw, 'less-is-better'),
    };
  },
};

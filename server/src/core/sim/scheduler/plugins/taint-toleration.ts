import type { Node, Taint } from '../../../generated/api.ts';
import { BLOCKING_EFFECTS, tolerates, untoleratedTaint } from '../../../kube/toleration.ts';
import { type Plugin, type Rejection, unresolvable } from '../framework.ts';
import { normalizeByLargest } from '../normalize.ts';
import type { VersionBehavior } from '../versions.ts';

/**
 * Keeps pods off nodes with taints that they do not tolerate, and away from those with PreferNoSchedule ones
 * (`pkg/scheduler/framework/plugins/tainttoleration`).
 */
export function taintToleration({ namesTaints }: Pick<VersionBehavior, 'namesTaints'>): Plugin {
  const unnamed = unresolvable('node(s) had untolerated taint(s)');
  const rejectionBy = ({ key, value = '' }: Taint): Rejection =>
    namesTaints ? unresolvable(`node(s) had untolerated taint {${key}: ${value}}`) : unnamed;
  return { name: NAME, filter: filterWith(rejectionBy), isHelpedBy, score };
}

const NAME = 'TaintToleration';

function filterWith(rejectionBy: (taint: Taint) => Rejection): NonNullable<Plugin['filter']> {
  return ({ pod }) => {
    const tolerations = pod.spec?.tolerations;
    return {
      check: ({ taints }) => {
        const taint = taints.length === 0 ? undefined : untoleratedTaint(taints, tolerations, BLOCKING_EFFECTS);
        return taint && rejectionBy(taint);
      },
      causes: ({ taints }) => {
        const taint = untoleratedTaint(taints, tolerations, BLOCKING_EFFECTS);
        return taint === undefined ? [] : [{ is: 'taint', key: taint.key, value: taint.value ?? '', effect: taint.effect }];
      },
    };
  };
}

const isHelpedBy: NonNullable<Plugin['isHelpedBy']> = ({ pod }, change) => {
  if (change.of !== 'node' || change.after === undefined) return false;
  const blocks = (node: Node | undefined): boolean =>
    untoleratedTaint(node?.spec?.taints, pod.spec?.tolerations, BLOCKING_EFFECTS) !== undefined;
  return !blocks(change.after) && (change.before === undefined || blocks(change.before));
};

const score: NonNullable<Plugin['score']> = ({ pod }) => {
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
};

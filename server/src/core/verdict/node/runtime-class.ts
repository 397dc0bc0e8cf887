import type { RuntimeClass, Toleration } from '../../generated/api.ts';
import { requireChecked } from '../checks.ts';
import type { KindRules } from '../context.ts';
import { validateOverhead } from '../core/resource-requirements.ts';
import { validateTolerations } from '../core/tolerations.ts';
import { warnOfNodeLabel } from '../deprecated-node-labels.ts';
import { child, duplicate, eachItem, type Report, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsLabel, dnsSubdomain } from '../names.ts';
import { validateLabels } from '../selectors.ts';

const SCHEDULING = child(ROOT, 'scheduling');

/** node.k8s.io/v1 RuntimeClass: ValidateRuntimeClass (pkg/apis/node/validation/validation.go). */
export const runtimeClass: KindRules<RuntimeClass> = {
  validate({ metadata, handler, overhead, scheduling }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain, anyFinalizer: true });
    requireChecked(report, child(ROOT, 'handler'), handler, dnsLabel);
    if (overhead?.podFixed !== undefined) {
      // The server speaks of the overhead as limits of a container.
      validateOverhead(report, { text: 'overhead', at: ['overhead', 'podFixed'] }, overhead.podFixed);
    }
    if (scheduling === undefined) return;
    validateLabels(report, child(SCHEDULING, 'nodeSelector'), scheduling.nodeSelector);
    validateTolerations(report, child(SCHEDULING, 'tolerations'), scheduling.tolerations);
    refuseRepeated(report, scheduling.tolerations ?? []);
  },
  /** GetWarningsForRuntimeClass (pkg/api/node/util.go). */
  warn({ scheduling }, report) {
    const path = child(SCHEDULING, 'nodeSelector');
    for (const label of Object.keys(scheduling?.nodeSelector ?? {})) {
      warnOfNodeLabel(report, path, label, (sentence) => `${path.text}: ${sentence}`);
    }
  },
};

function refuseRepeated(report: Report, tolerations: readonly Toleration[]): void {
  const seen = new Set<string>();
  eachItem(child(SCHEDULING, 'tolerations'), tolerations, ({ key = '', operator = '', value = '', effect = '' }, path) => {
    const name = JSON.stringify([key, operator, value, effect]);
    if (seen.has(name)) duplicate(report, path, name);
    seen.add(name);
  });
}

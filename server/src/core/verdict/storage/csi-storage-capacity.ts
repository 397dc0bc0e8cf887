import type { CSIStorageCapacity } from '../../generated/api.ts';
import { quantityOf, signOf } from '../../kube/quantity.ts';
import type { KindRules } from '../context.ts';
import { warnOfNodeLabelSelector } from '../deprecated-node-labels.ts';
import { child, invalidFor, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, NOT_NEGATIVE } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';

/** storage.k8s.io/v1 CSIStorageCapacity: ValidateCSIStorageCapacity (pkg/apis/storage/validation/validation.go). */
export const csiStorageCapacity: KindRules<CSIStorageCapacity> = {
  validate({ metadata, nodeTopology, storageClassName = '', capacity }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
    validateLabelSelector(report, child(ROOT, 'nodeTopology'), nodeTopology);
    invalidFor(report, child(ROOT, 'storageClassName'), storageClassName, dnsSubdomain(storageClassName));
    if (signOf(quantityOf(capacity)) < 0) invalidFor(report, child(ROOT, 'capacity'), String(capacity), [NOT_NEGATIVE]);
  },
  warn({ nodeTopology }, report) {
    warnOfNodeLabelSelector(report, child(ROOT, 'nodeTopology'), nodeTopology);
  },
};

import type { Namespace } from '../../generated/api.ts';
import type { KindRules } from '../context.ts';
import { child, invalidFor, ROOT } from '../field.ts';
import { validateKubeFinalizer, validateObjectMeta } from '../metadata.ts';
import { dnsLabel, qualifiedName } from '../names.ts';

/** v1 Namespace: ValidateNamespace (pkg/apis/core/validation/validation.go). */
export const namespace: KindRules<Namespace> = {
  setDefaults(object) {
    const name = object.metadata?.name ?? '';
    if (object.metadata !== undefined && name !== '') {
      object.metadata.labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': name };
    }
  },
  validate({ metadata, spec }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsLabel });
    const path = child(ROOT, 'spec', 'finalizers');
    for (const finalizer of spec?.finalizers ?? []) {
      invalidFor(report, path, finalizer, qualifiedName(finalizer));
      validateKubeFinalizer(report, path, finalizer);
    }
  },
};

import type { VolumeAttributesClass } from '../../generated/api.ts';
import type { KindRules } from '../context.ts';
import { child, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { validateParameters, validateProvisioner } from './parameters.ts';

/** storage.k8s.io/v1 VolumeAttributesClass: ValidateVolumeAttributesClass (pkg/apis/storage/validation/validation.go). */
export const volumeAttributesClass: KindRules<VolumeAttributesClass> = {
  validate({ metadata, driverName, parameters = {} }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
    validateProvisioner(report, child(ROOT, 'driverName'), driverName);
    validateParameters(report, child(ROOT, 'parameters'), parameters, false);
  },
};

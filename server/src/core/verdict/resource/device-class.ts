import type { DeviceClass } from '../../generated/api.ts';
import { isExtendedResource } from '../../kube/resource-name.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { child, invalid, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';

import { has } from '../versions.ts';
import { validateConfiguration, validateSelectors } from './devices.ts';
import { eachOfFew } from './lists.ts';

const SPEC = child(ROOT, 'spec');
const MOST_CONFIGURATIONS = 32;

/** resource.k8s.io/v1 DeviceClass: ValidateDeviceClass (pkg/apis/resource/validation/validation.go). */
export const deviceClass: KindRules<DeviceClass> = {
  setDefaults({ spec }, context) {
    if (spec !== undefined && !has(context, 'extendedResourceOfClass')) delete spec.extendedResourceName;
  },
  validate({ metadata, spec }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain, anyPrefix: true });
    validateSelectors(report, child(SPEC, 'selectors'), spec?.selectors ?? []);
    eachOfFew(report, child(SPEC, 'config'), spec?.config ?? [], MOST_CONFIGURATIONS, (config, path) => {
      validateConfiguration(report, path, config);
    });
    const extended = spec?.extendedResourceName;
    if (extended === undefined || isExtendedResource(extended)) return;
    const path = child(SPEC, 'extendedResourceName');
    invalid(report, path, extended, 'must be a valid extended resource name', message('verdict.device.extendedResource'));
  },
};

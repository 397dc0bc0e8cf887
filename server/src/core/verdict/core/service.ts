import type { Service } from '../../generated/api.ts';
import type { KindRules } from '../context.ts';
import { allocateService } from './service-allocation.ts';
import { setServiceDefaults } from './service-defaults.ts';
import { validateService } from './service-validation.ts';
import { warnOfService } from './service-warnings.ts';

/** v1 Service: pkg/registry/core/service and pkg/apis/core/validation/validation.go ValidateServiceCreate. */
export const service: KindRules<Service> = {
  setDefaults: setServiceDefaults,
  allocate: allocateService,
  validate: validateService,
  warn: warnOfService,
};

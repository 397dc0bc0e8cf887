import { undeclaredPorts } from './probe-ports.ts';
import type { Check } from './rule.ts';

export const check: Check = (resource) => undeclaredPorts(resource, 'livenessProbe');

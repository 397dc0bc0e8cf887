import { message } from '../text/text.ts';
import { containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container: { livenessProbe, readinessProbe } }) => {
    const isSame =
      livenessProbe !== undefined && livenessProbe !== null && JSON.stringify(livenessProbe) === JSON.stringify(readinessProbe);
    return isSame ? [found(resource, [...path, 'livenessProbe'], message('rules.probesIdentical'))] : [];
  });

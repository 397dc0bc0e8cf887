import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

const FIELD = 'allowPrivilegedContainer';

/** OpenShift's own standard of pods. */
export const check: Check = (resource) => {
  const { apiVersion, kind, value } = resource;
  const isOpenShift = apiVersion.startsWith('security.openshift.io/');
  if (!isOpenShift || kind !== 'SecurityContextConstraints' || value[FIELD] !== true) return [];
  return [found(resource, [FIELD], message('rules.sccPrivileged'), { fixes: setting(resource, [], FIELD, false) })];
};

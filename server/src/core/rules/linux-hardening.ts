import { isObject, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { droppedCapabilities } from './capabilities.ts';
import { setting } from './fixes.ts';
import { containersOf, isWindows, podMetadataOf } from './pods.ts';
import { type Check, found } from './rule.ts';

const PROFILES = ['appArmorProfile', 'seccompProfile', 'seLinuxOptions'];
const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** One of the four ways in which Linux holds a container back is enough. */
export const check: Check = (resource) => {
  const annotations = valueAt(podMetadataOf(resource), ['annotations']);
  return containersOf(resource).flatMap(({ path, container, pod }) => {
    const isProfiled = [container, pod.spec].some((owner) => PROFILES.some((each) => isObject(valueAt(owner, ['securityContext', each]))));
    const isAnnotated = isObject(annotations) && `${APP_ARMOR_ANNOTATION}${String(container.name)}` in annotations;
    if (isWindows(pod) || isProfiled || isAnnotated || droppedCapabilities(container).size > 0) return [];
    const context = [...path, 'securityContext'];
    const fixes = setting(resource, context, 'seccompProfile', { type: 'RuntimeDefault' });
    return [found(resource, context, message('rules.linuxHardening'), { fixes, onKey: true })];
  });
};

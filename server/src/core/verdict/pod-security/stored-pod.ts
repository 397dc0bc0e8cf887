import { isArray, isObject, type Json, type JsonObject, valueAt } from '../../base/json.ts';
import { isWindowsPod, type PodTemplate, textOf } from './pod.ts';

const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const UNCONFINED = 'unconfined';

/**
 * A Pod as the server would store it, as far as the standards look at what it fills in: host ports of a pod on the network of
 * its node, and AppArmor profiles that stand in annotations. Templates of workloads are judged as they are written.
 *
 * Mirrors pkg/apis/core/v1/defaults.go defaultHostNetworkPorts and pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew.
 */
export function storedPod(pod: PodTemplate): PodTemplate {
  const { annotations, spec } = pod;
  const isOnHost = spec.hostNetwork === true;
  const isAnnotated = !isWindowsPod(pod) && Object.keys(annotations).some((key) => key.startsWith(APP_ARMOR_ANNOTATION));
  if (!isOnHost && !isAnnotated) return pod;
  const ofPod = textOf(valueAt(spec, ['securityContext', 'appArmorProfile', 'type']));
  const filled = (container: Json): Json => {
    if (!isObject(container)) return container;
    const isUnconfined = isAnnotated && ofPod !== 'Unconfined' && annotations[APP_ARMOR_ANNOTATION + textOf(container.name)] === UNCONFINED;
    const withPorts = isOnHost ? withHostPorts(container) : container;
    return isUnconfined ? withProfile(withPorts) : withPorts;
  };
  const lists = ['initContainers', 'containers'].flatMap((list) => {
    const items = spec[list];
    return isArray(items) ? [[list, items.map(filled)] as const] : [];
  });
  return { annotations, spec: { ...spec, ...Object.fromEntries(lists) } };
}

function withHostPorts(container: JsonObject): JsonObject {
  if (!isArray(container.ports)) return container;
  const ports = container.ports.map((port) => {
    const isOpen = !isObject(port) || (typeof port.hostPort === 'number' && port.hostPort !== 0);
    return isOpen || port.containerPort === undefined ? port : { ...port, hostPort: port.containerPort };
  });
  return { ...container, ports };
}

function withProfile(container: JsonObject): JsonObject {
  const context = isObject(container.securityContext) ? container.securityContext : {};
  if (isObject(context.appArmorProfile)) return container;
  return { ...container, securityContext: { ...context, appArmorProfile: { type: 'Unconfined' } } };
}

import { labelKeyProblems } from './label-syntax.ts';

/** A resource that Kubernetes itself knows: without a domain, or of kubernetes.io (pkg/apis/core/v1/helper/helpers.go). */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A resource that device plugins bring, e.g. `nvidia.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  return !isNativeResource(name) && !name.startsWith('requests.') && labelKeyProblems(`requests.${name}`).length === 0;
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

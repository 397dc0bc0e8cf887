import type { JsonObject, Path } from '../base/json.ts';
import { itemsAt } from './pods.ts';

export const DROP: Path = ['securityContext', 'capabilities', 'drop'];

/** Those a container gives up, as the kernel's list has them without `CAP_`. */
export function droppedCapabilities(container: JsonObject): ReadonlySet<string> {
  return new Set(itemsAt(container, DROP).map((each) => String(each).toUpperCase().replace(/^CAP_/, '')));
}

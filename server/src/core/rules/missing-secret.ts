import { type Path, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { itemsAt, podOf, textAt } from './pods.ts';
import type { Check, RuleFinding } from './rule.ts';
import { maybeElsewhere, missingObject } from './workspace.ts';

/** Secrets that pull images or hold the certificate of an Ingress: few write them down, so that only a near miss is a slip. */
export const check: Check = (resource, setting) =>
  places(resource).flatMap((path) => {
    const name = textAt(valueAt(resource.value, path));
    const missing = name === undefined ? [] : missingObject(resource, { kind: 'Secret', name, path }, setting);
    return missing.map((each): RuleFinding => (each.fixes.length > 0 ? each : maybeElsewhere(each)));
  });

function places(resource: Resource): readonly Path[] {
  const { kind, value } = resource;
  const each = (list: Path, field: string): readonly Path[] => itemsAt(value, list).map((_, index) => [...list, index, field]);
  const pod = podOf(resource);
  if (pod !== undefined) return each([...pod.path, 'imagePullSecrets'], 'name');
  if (kind === 'ServiceAccount') return each(['imagePullSecrets'], 'name');
  return kind === 'Ingress' && !isIssued(resource) ? each(['spec', 'tls'], 'secretName') : [];
}

/** cert-manager makes the Secret itself. */
function isIssued({ value }: Resource): boolean {
  const annotations = valueAt(value, ['metadata', 'annotations']);
  return (
    typeof annotations === 'object' && annotations !== null && Object.keys(annotations).some((key) => key.startsWith('cert-manager.io/'))
  );
}

import { isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { Resource } from '../kube/resource.ts';
import type { Document } from '../yaml/document.ts';
import { insertEntry, renameKey, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import { columnOf, styleOf } from '../yaml/style.ts';
import { itemsAt, type Step, together } from './fix-step.ts';

/**
 * An Ingress of a beta version as `networking.k8s.io/v1` writes it: backends name a service and its port on levels of their
 * own, and each path says how it is matched, which the beta left to the implementation (`pkg/apis/networking/v1beta1/conversion.go`).
 */
export function rewriteIngress({ document, path, value }: Resource): readonly Step[] {
  const paths = itemsAt(value, ['spec', 'rules'], path).flatMap(({ item, at }) => itemsAt(item, ['http', 'paths'], at));
  const backends = [...paths.map(({ at }) => [...at, 'backend']), [...path, 'spec', 'backend']];
  const old = backends.filter((at) => isOld(valueAt(document.value, at)));
  const unmatched = paths.filter(({ item }) => !('pathType' in item));
  return [
    ...together(old, (at) => (now) => rewriteBackend(now, at)),
    ...together(
      unmatched,
      ({ at }) =>
        (now) =>
          insertEntry(now, at, 'pathType', 'ImplementationSpecific'),
    ),
    ...(valueAt(value, ['spec', 'backend']) === undefined
      ? []
      : [(now: Document) => renameKey(now, [...path, 'spec', 'backend'], 'defaultBackend')]),
  ];
}

function isOld(backend: Json | undefined): boolean {
  return isObject(backend) && 'serviceName' in backend && 'servicePort' in backend;
}

function rewriteBackend(document: Document, at: Path): readonly TextEdit[] {
  const { node } = find(document, at);
  const value = valueAt(document.value, at);
  if (node?.is !== 'map' || !isObject(value)) return [];
  const { serviceName, servicePort, ...rest } = value;
  const form = typeof servicePort === 'number' ? 'number' : 'name';
  const [first, second] = node.entries;
  if (node.flow || node.entries.length !== 2 || first === undefined || second === undefined) {
    return replaceValue(document, at, { ...rest, service: { name: serviceName ?? null, port: { [form]: servicePort ?? null } } });
  }
  const { step, lineBreak } = styleOf(document);
  const column = columnOf(document.text, first.keyRange.start);
  const below = (levels: number): string => lineBreak + ' '.repeat(column + levels * step);
  const named = (key: string): string => (key === 'serviceName' ? 'name' : `port:${below(2)}${form}`);
  return [
    { range: first.keyRange, text: `service:${below(1)}${named(first.key)}` },
    { range: second.keyRange, text: ' '.repeat(step) + named(second.key) },
  ];
}

import { isObject, type JsonObject, type Path } from '../base/json.ts';
import { deleteEntry, insertEntry, moveEntry, renameKey } from '../yaml/edit.ts';
import type { Step } from './fix-step.ts';

/** The client of a conversion webhook and the versions it speaks, which `v1` has one level further down, below `webhook`. */
export function conversionSteps({ conversion }: JsonObject, spec: Path): readonly Step[] {
  if (!isObject(conversion) || !('webhookClientConfig' in conversion)) return [];
  const at = [...spec, 'conversion'];
  const webhook = [...at, 'webhook'];
  const versions: Step = (document) =>
    'conversionReviewVersions' in conversion
      ? moveEntry(document, [...at, 'conversionReviewVersions'], webhook)
      : insertEntry(document, webhook, 'conversionReviewVersions', ['v1beta1']);
  return [
    // Entries move only into a map that has some: this one makes way for that which is moved.
    (document) => insertEntry(document, at, 'webhook', { clientConfig: null }),
    (document) => moveEntry(document, [...at, 'webhookClientConfig'], webhook),
    (document) => deleteEntry(document, [...webhook, 'clientConfig']),
    (document) => renameKey(document, [...webhook, 'webhookClientConfig'], 'clientConfig'),
    versions,
  ];
}

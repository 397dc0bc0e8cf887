import type { Json } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { insertEntry, replaceValue } from '../yaml/edit.ts';
import { itemsAt, type Step, together } from './fix-step.ts';

/** What a beta webhook has where nothing is written, and `v1` does not (`pkg/apis/admissionregistration/v1beta1/defaults.go`). */
const UNWRITTEN: Readonly<Record<string, Json>> = {
  failurePolicy: 'Ignore',
  matchPolicy: 'Exact',
  timeoutSeconds: 30,
  admissionReviewVersions: ['v1beta1'],
};

/** What `v1` takes for `sideEffects`; that a webhook has none is for a person to confirm. */
const SIDE_EFFECTS: readonly (Json | undefined)[] = ['None', 'NoneOnDryRun'];

/** Webhooks of a beta version with the defaults of the beta written out, and a word on side effects, which `v1` asks for. */
export function rewriteWebhooks({ path, value }: Resource): readonly Step[] {
  const steps = itemsAt(value, ['webhooks'], path).flatMap(({ item, at }) => {
    const unwritten = Object.entries(UNWRITTEN).filter(([key]) => !(key in item));
    const defaults = unwritten.map(
      ([key, meant]): Step =>
        (document) =>
          insertEntry(document, at, key, meant),
    );
    if (SIDE_EFFECTS.includes(item.sideEffects)) return defaults;
    const isWritten = 'sideEffects' in item;
    const confirm: Step = (document) =>
      isWritten ? replaceValue(document, [...at, 'sideEffects'], 'None') : insertEntry(document, at, 'sideEffects', 'None');
    return [...defaults, confirm];
  });
  return together(steps, (step) => step);
}

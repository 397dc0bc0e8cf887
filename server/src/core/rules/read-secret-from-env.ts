import { valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { containersOf, itemsAt } from './pods.ts';
import { type Check, found } from './rule.ts';

const PLACES = [
  ['env', 'valueFrom', 'secretKeyRef'],
  ['envFrom', 'secretRef'],
] as const;

export const check: Check = (resource) =>
  containersOf(resource).flatMap(({ path, container }) =>
    PLACES.flatMap(([list, ...source]) =>
      itemsAt(container, [list]).flatMap((each, index) =>
        valueAt(each, source) === undefined
          ? []
          : [found(resource, [...path, list, index, ...source], message('rules.readSecretFromEnv'), { onKey: true })],
      ),
    ),
  );

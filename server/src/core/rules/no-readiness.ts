import { type Json, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type ContainerPart, containersOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** Jobs end by themselves: only what is meant to go on is asked for a probe. */
export const check: Check = (resource) => {
  if (resource.kind === 'Job' || resource.kind === 'CronJob') return [];
  return containersOf(resource)
    .filter(({ role, container }) => role === 'main' && !('readinessProbe' in container))
    .map((part) =>
      found(resource, [...part.path, 'readinessProbe'], message('rules.noReadiness'), {
        fixes: setting(resource, part.path, 'readinessProbe', probe(part)),
      }),
    );
};

/** Asks the first port whether it can be reached: a start that holds for any server. */
function probe({ container }: ContainerPart): Json {
  const port = valueAt(container, ['ports', 0, 'name']) ?? valueAt(container, ['ports', 0, 'containerPort']) ?? 8080;
  return { tcpSocket: { port } };
}

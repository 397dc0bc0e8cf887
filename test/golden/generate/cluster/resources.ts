import type { Dice } from '../dice.ts';
import type { World, Written } from './world.ts';

const CPU = ['0', '1m', '100m', '250m', '300m', '500m', '0.3', '1', '1200m', '1500m', '2'] as const;
const MEMORY = ['0', '1', '64Mi', '128Mi', '128M', '256Mi', '512Mi', '1Gi', '1500000000', '2Gi', '3Gi'] as const;

/** `{resources: …}` of a container, or nothing. */
export function containerResources({ dice, theme }: World): Written {
  const requests: Record<string, string> = {};
  const limits: Record<string, string> = {};
  if (dice.chance(theme.traits.requests ?? 0)) {
    if (dice.chance(0.85)) requests.cpu = dice.pick(CPU);
    if (dice.chance(0.75)) requests.memory = dice.pick(MEMORY);
    if (dice.chance(0.05)) requests['ephemeral-storage'] = dice.pick(['1Gi', '10Gi', '30Gi']);
  } else if (dice.chance(0.2)) {
    Object.assign(limits, { cpu: '300m', memory: '128Mi' });
  }
  if (dice.chance(theme.traits.extended ?? 0)) addExtended(requests, limits, dice);
  const made = { ...(Object.keys(requests).length > 0 ? { requests } : {}), ...(Object.keys(limits).length > 0 ? { limits } : {}) };
  return Object.keys(made).length > 0 ? { resources: made } : {};
}

/** Extended resources have equal requests and limits, and hugepages want CPU or memory beside them. */
function addExtended(requests: Record<string, string>, limits: Record<string, string>, dice: Dice): void {
  const [name, amount] = dice.pick([
    ['example.com/gpu', String(dice.int(1, 3))],
    ['example.com/fpga', '1'],
    ['hugepages-2Mi', '4Mi'],
  ] as const);
  requests[name] = amount;
  limits[name] = amount;
  if (name === 'hugepages-2Mi' && requests.cpu === undefined) requests.cpu = '100m';
}

/** Resources of the pod as a whole; large enough for its containers most of the time. */
export function podResources({ dice }: World): Written {
  const requests: Record<string, string> = {};
  if (dice.chance(0.75)) requests.cpu = dice.pick(['2', '3', '4', '1']);
  if (dice.chance(0.75) || requests.cpu === undefined) requests.memory = dice.pick(['1100Mi', '4Gi', '6Gi']);
  return { requests, ...(dice.chance(0.4) ? { limits: requests } : {}) };
}

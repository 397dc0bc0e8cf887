import type { Plugin } from '../framework.ts';

/** Keeps a pod out of the queue while it has gates (`pkg/scheduler/framework/plugins/schedulinggates`). */
export const schedulingGates: Plugin = {
  name: 'SchedulingGates',
  gate({ pod }) {
    const gates = pod.spec?.schedulingGates ?? [];
    return gates.length === 0 ? undefined : `waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`;
  },
};

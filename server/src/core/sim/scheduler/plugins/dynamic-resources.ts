import type { Plugin } from '../framework.ts';

const NAME = 'DynamicResources';

/**
 * Dynamic resource allocation. Claims for devices are not simulated: a pod that names some is placed as if it had them. The plugin is here
 * for the words it adds when no node fits (`pkg/scheduler/framework/plugins/dynamicresources`, PostFilter).
 */
export const dynamicResources: Plugin = {
  name: NAME,
  filter: () => undefined,
  unprepared: 'not found',
  postFilter: ({ wasPrepared }) =>
    // Its state is missing when an earlier PreFilter ended the cycle: upstream reports just that, and preemption is not tried.
    wasPrepared(NAME)
      ? { is: 'rejected', reason: 'no new claims to deallocate', forgetsNomination: false }
      : { is: 'failed', reason: 'not found' },
};

import type { PreviewResult } from '../../../server/src/core/protocol.ts';
import { refOf } from '../../../server/src/core/sim/object.ts';
import { idOf } from '../../../server/src/core/sim/trace.ts';
import { drawnWhen } from '../drawn-when.ts';
import { glanceAt } from '../glance.ts';
import type { Scene } from '../scene.ts';
import { shortId, text, type ViewProps } from './props.ts';

const MOST_OTHERS = 12;

/** Services to choose from; the chosen one says who receives its traffic, and in what share. Beside them what else has a state. */
export const Services = drawnWhen<ViewProps & { readonly result: PreviewResult; readonly scene: Scene }>(
  ({ state, scene }) => [scene.services, scene.others, scene.traffic, state.selected, state.language],
  ({ state, dispatch, result, scene: { services, others, traffic } }) =>
    services.length + others.length === 0 ? null : (
      <div class="services">
        {services.map((id) => {
          const selected = state.selected === id;
          return (
            <button
              key={id}
              type="button"
              class={selected ? 'chip selected' : 'chip'}
              aria-pressed={selected}
              onClick={() => dispatch({ type: 'select', id })}
            >
              {shortId(id)}
              {selected && ` · ${traffic === undefined ? text(state, 'panel.noTraffic') : shareWords(state, result, traffic)}`}
            </button>
          );
        })}
        {others.slice(0, MOST_OTHERS).map((object) => {
          const id = idOf(refOf(object));
          return (
            <button
              key={id}
              type="button"
              class={state.selected === id ? 'chip selected' : 'chip'}
              aria-pressed={state.selected === id}
              onClick={() => dispatch({ type: 'select', id })}
            >
              {[shortId(id), glanceAt(object)].filter(Boolean).join(' · ')}
            </button>
          );
        })}
        {others.length > MOST_OTHERS && <span class="hint">+{others.length - MOST_OTHERS}</span>}
      </div>
    ),
);

/** `v1 33% · v2 67%` */
export function shareWords(state: ViewProps['state'], result: PreviewResult, { shares, failing }: NonNullable<Scene['traffic']>): string {
  const workloads = new Set(Object.keys(shares).map((pod) => result.pods[pod]?.workload));
  const byName = new Map<string, number>();
  for (const [pod, share] of Object.entries(shares)) {
    const { workload = '', revision = 0 } = result.pods[pod] ?? {};
    // Behind several workloads (canary, blue/green) their names tell more than the revisions of each.
    const name = workloads.size > 1 ? workload.slice(workload.lastIndexOf('/') + 1) : `v${revision + 1}`;
    byName.set(name, (byName.get(name) ?? 0) + share);
  }
  const words = [...byName].map(([name, share]) => `${name} ${percent(share)}`);
  return [...words, ...(failing > 0 ? [text(state, 'panel.failing', { share: percent(failing) })] : [])].join(' · ');
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

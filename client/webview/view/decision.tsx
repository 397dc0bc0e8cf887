import type { PodDecision } from '../../../server/src/core/protocol.ts';
import type { State } from '../state.ts';
import { text } from './props.ts';

/** The most a plugin can add before its weight. */
const FULL_SCORE = 100;

/** Every node's verdict, and every plugin's score where there was a choice. */
export function DecisionTable({ state, decision: { decision, leftOut } }: { readonly state: State; readonly decision: PodDecision }) {
  const { feasible, scores, totals, filters, node } = decision;
  const order = feasible.map((_, index) => index).sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" tabIndex={0} aria-label={text(state, 'panel.decisionLabel')}>
      <table class={feasible.length === 0 ? 'decision refusing' : 'decision'}>
        <thead>
          <tr>
            <th scope="col">{text(state, 'panel.node')}</th>
            {scores.map(({ plugin }) => (
              <th key={plugin} scope="col" title={plugin}>
                {SHORT[plugin] ?? plugin}
              </th>
            ))}
            <th scope="col">{text(state, feasible.length === 0 ? 'panel.reason' : 'panel.total')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((index) => {
            const name = feasible[index] ?? '';
            return (
              <tr key={name} class={name === node ? 'chosen' : ''}>
                <th scope="row">{name === node ? `✔ ${name}` : name}</th>
                {scores.map(({ plugin, normalized, weight }) => (
                  <td key={plugin} title={`${plugin}: ${normalized[index]} × ${weight}`}>
                    {(normalized[index] ?? 0) * weight}
                    <Score part={(normalized[index] ?? 0) / FULL_SCORE} />
                  </td>
                ))}
                <td>{totals[index] ?? '—'}</td>
              </tr>
            );
          })}
          {filters.map((verdict) => (
            <tr key={`${verdict.node}-${verdict.plugin}`} class="refused">
              <th scope="row">✖ {verdict.node}</th>
              <td colSpan={scores.length + 1} title={verdict.plugin}>
                {verdict.reasons.join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leftOut > 0 && <p class="hint">{text(state, 'panel.moreNodes', { count: leftOut })}</p>}
    </section>
  );
}

function Score({ part }: { readonly part: number }) {
  return (
    <svg class="score" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Math.round(Math.min(1, part) * 100)} height="4" />
    </svg>
  );
}

/** What fits over a column of numbers; the whole name is its title. */
const SHORT: Readonly<Record<string, string>> = {
  TaintToleration: 'Taint',
  NodeAffinity: 'Affinity',
  NodeResourcesFit: 'Fit',
  PodTopologySpread: 'Spread',
  InterPodAffinity: 'PodAff',
  NodeResourcesBalancedAllocation: 'Balance',
  ImageLocality: 'Image',
  VolumeBinding: 'Volume',
  DynamicResources: 'Device',
};

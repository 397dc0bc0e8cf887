import type { Decision } from '../../../server/src/core/sim/scheduler/decision.ts';
import type { State } from '../state.ts';
import { text } from './props.ts';

const MOST_ROWS = 40;

/** Every node's verdict, and every plugin's score where there was a choice. */
export function DecisionTable({ state, decision }: { readonly state: State; readonly decision: Decision }) {
  const { feasible, scores, totals, filters, node } = decision;
  const order = feasible.map((_, index) => index).sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0));
  return (
    <table class="decision">
      <thead>
        <tr>
          <th scope="col">{text(state, 'panel.node')}</th>
          {scores.map(({ plugin }) => (
            <th key={plugin} scope="col" title={plugin}>
              {abbreviate(plugin)}
            </th>
          ))}
          <th scope="col">{text(state, 'panel.total')}</th>
        </tr>
      </thead>
      <tbody>
        {order.slice(0, MOST_ROWS).map((index) => {
          const name = feasible[index] ?? '';
          return (
            <tr key={name} class={name === node ? 'chosen' : ''}>
              <th scope="row">{name === node ? `✔ ${name}` : name}</th>
              {scores.map(({ plugin, normalized, weight }) => (
                <td key={plugin} title={`${plugin}: ${normalized[index]} × ${weight}`}>
                  {(normalized[index] ?? 0) * weight}
                </td>
              ))}
              <td>{totals[index] ?? '—'}</td>
            </tr>
          );
        })}
        {filters.slice(0, MOST_ROWS).map((verdict) => (
          <tr key={`${verdict.node}-${verdict.plugin}`} class="refused">
            <th scope="row">✖ {verdict.node}</th>
            <td colSpan={scores.length + 1} title={verdict.plugin}>
              {verdict.reasons.join(', ')}
              {verdict.causes?.map((cause) => ` ${JSON.stringify(cause)}`).join('') ?? ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `NodeResourcesFit` → `Fit`: the last word tells most plugins apart. */
function abbreviate(plugin: string): string {
  return plugin === 'NodeResourcesBalancedAllocation' ? 'Balanced' : plugin.replace(/^(Node|Pod|Inter)/, '').replace('Resources', '');
}

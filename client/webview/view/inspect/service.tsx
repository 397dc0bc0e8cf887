import type { InspectorProps } from '../inspector.tsx';
import { text } from '../props.ts';
import { percent, shareWords } from '../services.tsx';

/** Who receives a Service's traffic now. Shares are known of the selected Service. */
export function ServiceInspector({ state, dispatch, result, scene: { traffic }, id }: InspectorProps) {
  if (traffic === undefined || state.selected !== id) return <p class="hint">{text(state, 'panel.noTraffic')}</p>;
  const shares = Object.entries(traffic.shares).sort(([, a], [, b]) => b - a);
  return (
    <>
      <p>{shareWords(state, result, traffic) || text(state, 'panel.noTraffic')}</p>
      <ul class="shares">
        {shares.map(([pod, share]) => (
          <li key={pod}>
            <button type="button" class="small" onClick={() => dispatch({ type: 'select', id: pod })}>
              {pod.slice(pod.lastIndexOf('/') + 1)}
            </button>{' '}
            {percent(share)}
            <svg class="score" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect width={Math.round(share * 100)} height="4" />
            </svg>
          </li>
        ))}
      </ul>
    </>
  );
}

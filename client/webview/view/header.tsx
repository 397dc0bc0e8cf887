import { CLUSTER_PRESETS } from '../../../server/src/core/protocol.ts';
import { markdownReport, svgPicture } from '../export.ts';
import { text, type ViewProps } from './props.ts';

/** What is simulated, on which cluster, in which scenario; and what to take away. */
export function Header({ state, dispatch, ask }: ViewProps) {
  const { result } = state;
  if (result === undefined) return null;
  const presets: readonly string[] = CLUSTER_PRESETS;
  const clusters = presets.includes(result.cluster) ? presets : [result.cluster, ...presets];
  return (
    <header class="header">
      <h1 title={result.title}>{result.title}</h1>
      <label>
        {text(state, 'panel.clusterLabel')}
        <select value={result.cluster} onChange={(event) => dispatch({ type: 'run', cluster: event.currentTarget.value })}>
          {clusters.map((name) => (
            <option key={name} value={name}>
              {presets.includes(name) ? text(state, `client.preset.${name as (typeof CLUSTER_PRESETS)[number]}`) : name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {text(state, 'panel.scenarioLabel')}
        <select value={result.scenario} onChange={(event) => dispatch({ type: 'run', scenario: event.currentTarget.value })}>
          {result.scenarios.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <span class="spacer" />
      {state.loading && <span role="status">{text(state, 'panel.running')}</span>}
      <details class="menu">
        <summary>{text(state, 'panel.export')}</summary>
        <div class="menu-items">
          <button type="button" onClick={() => ask({ type: 'save', name: 'kijabi.svg', content: svgPicture(state) })}>
            {text(state, 'panel.exportPicture')}
          </button>
          <button type="button" onClick={() => ask({ type: 'save', name: 'kijabi.md', content: markdownReport(state) })}>
            {text(state, 'panel.exportReport')}
          </button>
          <button type="button" onClick={() => ask({ type: 'save', name: 'kijabi-trace.json', content: JSON.stringify(result, null, 1) })}>
            {text(state, 'panel.exportTrace')}
          </button>
        </div>
      </details>
    </header>
  );
}

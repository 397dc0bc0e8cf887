import { CLUSTER_PRESETS } from '../../../server/src/core/protocol.ts';
import { markdownReport, svgPicture } from '../export.ts';
import { pngPicture } from '../png.ts';
import { Behavior } from './behavior.tsx';
import { text, type ViewProps } from './props.ts';

const OTHER = '…';

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
        <select
          value={result.cluster}
          onChange={(event) =>
            event.currentTarget.value === OTHER
              ? ask({ type: 'choose', what: 'cluster' })
              : dispatch({ type: 'run', cluster: event.currentTarget.value })
          }
        >
          {clusters.map((name) => (
            <option key={name} value={name}>
              {presets.includes(name) ? text(state, `client.preset.${name as (typeof CLUSTER_PRESETS)[number]}`) : name}
            </option>
          ))}
          <option value={OTHER}>{text(state, 'panel.otherCluster')}</option>
        </select>
      </label>
      <label>
        {text(state, 'panel.scenarioLabel')}
        <select
          value={result.scenario}
          onChange={(event) =>
            event.currentTarget.value === OTHER
              ? ask({ type: 'choose', what: 'from' })
              : dispatch({ type: 'run', scenario: event.currentTarget.value })
          }
        >
          {result.scenarios.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
          <option value={OTHER}>{text(state, 'panel.otherFrom')}</option>
        </select>
      </label>
      <button type="button" aria-expanded={state.behaviorOpen} onClick={() => dispatch({ type: 'toggleBehavior' })}>
        {text(state, 'panel.behavior')}
      </button>
      <button
        type="button"
        aria-pressed={state.locked}
        title={text(state, 'panel.lockHelp')}
        onClick={() => ask({ type: 'lock', locked: !state.locked })}
      >
        {text(state, 'panel.lock')}
      </button>
      <span class="spacer" />
      {state.loading && <span role="status">{text(state, 'panel.running')}</span>}
      <details class="menu">
        <summary>{text(state, 'panel.export')}</summary>
        <div class="menu-items">
          <button type="button" onClick={() => ask({ type: 'save', name: 'kijabi.svg', content: svgPicture(state) })}>
            {text(state, 'panel.exportPicture')}
          </button>
          <button
            type="button"
            onClick={() =>
              void pngPicture(svgPicture(state)).then((content) => ask({ type: 'save', name: 'kijabi.png', content, base64: true }))
            }
          >
            {text(state, 'panel.exportPng')}
          </button>
          <button type="button" onClick={() => ask({ type: 'save', name: 'kijabi-scenario.yaml', content: result.scenarioFile })}>
            {text(state, 'panel.exportScenario')}
          </button>
          <button type="button" onClick={() => ask({ type: 'save', name: 'kijabi.md', content: markdownReport(state) })}>
            {text(state, 'panel.exportReport')}
          </button>
          <button type="button" onClick={() => ask({ type: 'save', name: 'kijabi-trace.json', content: JSON.stringify(result, null, 1) })}>
            {text(state, 'panel.exportTrace')}
          </button>
        </div>
      </details>
      {state.behaviorOpen && <Behavior state={state} dispatch={dispatch} ask={ask} result={result} />}
    </header>
  );
}

import { CLUSTER_PRESETS, type PreviewResult } from '../../../server/src/core/protocol.ts';
import { drawnWhen } from '../drawn-when.ts';
import { Behavior } from './behavior.tsx';
import { Choice } from './choice.tsx';
import { ExportMenu } from './export-menu.tsx';
import { text, type ViewProps } from './props.ts';

/** What is simulated, on which cluster, in which scenario; and what to take away. */
export const Header = drawnWhen<ViewProps & { readonly result: PreviewResult }>(
  ({ state }) => [state.result, state.loading, state.language, state.locked, state.behaviorOpen, state.choice],
  (props) => {
    const { state, dispatch, ask, result } = props;
    return (
      <header class="header">
        <h1 title={result.title}>{result.title}</h1>
        <span class="spacer" />
        {state.loading && <span role="status">{text(state, 'panel.running')}</span>}
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
        <ExportMenu {...props} />
        <div class="choices">
          <Choice
            name="cluster"
            label={text(state, 'panel.clusterLabel')}
            value={(state.loading ? state.choice.cluster : undefined) ?? result.cluster}
            options={clustersOf(props)}
            other={text(state, 'panel.otherCluster')}
            onChoose={(cluster) => dispatch({ type: 'run', cluster })}
            onOther={() => ask({ type: 'choose', what: 'cluster' })}
          />
          <Choice
            name="scenario"
            label={text(state, 'panel.scenarioLabel')}
            value={(state.loading ? state.choice.scenario : undefined) ?? result.scenario}
            options={result.scenarios}
            other={text(state, 'panel.otherFrom')}
            onChoose={(scenario) => dispatch({ type: 'run', scenario })}
            onOther={() => ask({ type: 'choose', what: 'from' })}
          />
        </div>
        {state.behaviorOpen && <Behavior {...props} />}
      </header>
    );
  },
);

function clustersOf({ state, result }: { readonly state: ViewProps['state']; readonly result: PreviewResult }) {
  const presets = CLUSTER_PRESETS.map((id) => ({ id, title: text(state, `client.preset.${id}`) }));
  const isPreset = presets.some(({ id }) => id === result.cluster);
  return isPreset ? presets : [{ id: result.cluster, title: result.cluster }, ...presets];
}

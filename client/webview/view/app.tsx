import { sceneAt } from '../layout.ts';
import { ClusterView } from './cluster.tsx';
import { Events } from './events.tsx';
import { Header } from './header.tsx';
import { Inspector } from './inspector.tsx';
import { text, type ViewProps } from './props.ts';
import { Strip } from './strip.tsx';
import { Timeline } from './timeline.tsx';

/** The whole panel. */
export function App(props: ViewProps) {
  const { state } = props;
  const { result } = state;
  if (result === undefined) return <Empty {...props} />;
  const service = state.selected?.startsWith('Service ') ? state.selected : undefined;
  const scene = sceneAt(result, state.timeMs, service);
  const isEmpty = Object.keys(result.pods).length === 0;
  return (
    <main class={state.failure === undefined ? 'panel' : 'panel stale'} data-scenario={state.result?.scenario} aria-busy={state.loading}>
      <Header {...props} />
      {state.failure !== undefined && (
        <p class="notice" role="alert">
          {text(state, 'panel.stale', { reason: state.failure })}
        </p>
      )}
      {result.changes.length > 0 && (
        <ul class="changes" aria-label={text(state, 'panel.changes')}>
          {result.changes.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <Strip {...props} />
      <div class="middle">
        <section class="cluster" aria-label={text(state, 'panel.cluster')}>
          {isEmpty && <p class="notice">{text(state, 'panel.noPods')}</p>}
          <ClusterView {...props} result={result} scene={scene} />
        </section>
        <aside class="inspector" aria-label={text(state, 'panel.inspector')}>
          <Inspector {...props} result={result} scene={scene} id={state.selected} />
          {state.pinned !== undefined && state.pinned !== state.selected && (
            <Inspector {...props} result={result} scene={scene} id={state.pinned} />
          )}
        </aside>
      </div>
      <Timeline {...props} result={result} />
      <Events {...props} result={result} />
    </main>
  );
}

/** Before the first result: what is going on, or what to do. */
function Empty({ state, ask }: ViewProps) {
  if (state.failure === undefined)
    return (
      <p class="notice" role="status">
        {text(state, 'panel.loading')}
      </p>
    );
  return (
    <main class="panel empty">
      <h1>{text(state, 'panel.cannotSimulate')}</h1>
      <p role="alert">{state.failure}</p>
      <p>{text(state, 'panel.whatToDo')}</p>
      <button type="button" onClick={() => ask({ type: 'run' })}>
        {text(state, 'panel.again')}
      </button>
    </main>
  );
}

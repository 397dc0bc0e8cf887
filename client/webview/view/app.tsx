import { sceneAt } from '../scene.ts';
import { ClusterView } from './cluster.tsx';
import { Events } from './events.tsx';
import { Header } from './header.tsx';
import { Inspector } from './inspector.tsx';
import { Notices } from './notices.tsx';
import { Legend } from './pod.tsx';
import { Problem } from './problem.tsx';
import { text, type ViewProps } from './props.ts';
import { Strip } from './strip.tsx';
import { Timeline } from './timeline.tsx';
import { TrafficLines } from './traffic-lines.tsx';

/** The whole panel. */
export function App(props: ViewProps) {
  const { state } = props;
  const { result, selected, pinned } = state;
  if (result === undefined) return <Problem {...props} />;
  const scene = sceneAt(result, state.timeMs, selected?.startsWith('Service ') ? selected : undefined);
  return (
    <main class={state.failure === undefined ? 'panel' : 'panel stale'} data-scenario={result.scenario} aria-busy={state.loading}>
      <Header {...props} result={result} />
      <Notices {...props} result={result} />
      <Strip {...props} />
      <div class="middle">
        <section class="cluster" aria-label={text(state, 'panel.cluster')}>
          <ClusterView {...props} result={result} scene={scene} />
          <Legend state={state} />
          <TrafficLines state={state} scene={scene} />
        </section>
        <aside class="inspector" aria-label={text(state, 'panel.inspector')}>
          <Inspector {...props} result={result} scene={scene} id={selected} />
          {pinned !== undefined && pinned !== selected && <Inspector {...props} result={result} scene={scene} id={pinned} />}
        </aside>
      </div>
      <Timeline {...props} result={result} />
      <Events {...props} result={result} />
    </main>
  );
}

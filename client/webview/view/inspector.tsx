import type { PreviewResult } from '../../../server/src/core/protocol.ts';
import { refOf } from '../../../server/src/core/sim/object.ts';
import { drawnWhen } from '../drawn-when.ts';
import { decisionsUntil } from '../layout.ts';
import type { Scene } from '../scene.ts';
import { NodeInspector } from './inspect/node.tsx';
import { outline } from './inspect/outline.ts';
import { PodInspector } from './inspect/pod.tsx';
import { Related } from './inspect/related.tsx';
import { ServiceInspector } from './inspect/service.tsx';
import { StatusInspector } from './inspect/status.tsx';
import { NoteLink } from './note-link.tsx';
import { shortId, text, type ViewProps } from './props.ts';

interface Props extends ViewProps {
  readonly result: PreviewResult;
  readonly scene: Scene;
  readonly id: string | undefined;
}

/** What is to be known of one object. */
export const Inspector = drawnWhen<Props>(
  ({ state, result, scene, id }) => [
    result,
    id,
    state.language,
    state.tab,
    state.pinned,
    state.choice,
    id === undefined ? 0 : scene.objects.get(id),
    // What stands around it may change while it does not.
    id === undefined ? 0 : decisionsUntil(result, state.timeMs, id),
    id?.startsWith('Pod ') ? 0 : scene,
  ],
  (props) => {
    const { state, dispatch, ask, result, scene, id } = props;
    if (id === undefined) return <p class="hint">{text(state, 'panel.selectSomething')}</p>;
    const object = scene.objects.get(id);
    const kind = id.slice(0, id.indexOf(' '));
    const note = result.notes[kind];
    const inner = { ...props, id, object };
    return (
      <section class="inspected" data-inspector={kind}>
        <h2>
          {shortId(id)}
          <button type="button" class="small" aria-pressed={state.pinned === id} onClick={() => dispatch({ type: 'pin' })}>
            {text(state, 'panel.pin')}
          </button>
          {object !== undefined && kind !== 'Node' && (
            <button type="button" class="small" onClick={() => ask({ type: 'reveal', object: refOf(revealed(object, scene)) })}>
              {text(state, 'panel.reveal')}
            </button>
          )}
          {note !== undefined && <NoteLink state={state} ask={ask} note={note} />}
        </h2>
        {object === undefined && <p class="hint">{text(state, 'panel.notThere')}</p>}
        {kind === 'Pod' ? <PodInspector {...inner} /> : kind === 'Node' ? <NodeInspector {...inner} /> : <Other {...inner} />}
        {kind !== 'Node' && <Related {...inner} />}
        {kind !== 'Pod' && object !== undefined && (
          <details>
            <summary>YAML</summary>
            <pre class="yaml">{outline(object)}</pre>
          </details>
        )}
      </section>
    );
  },
);

export type InspectorProps = Omit<Props, 'id'> & { readonly id: string; readonly object: ReturnType<Scene['objects']['get']> };

function Other(props: InspectorProps) {
  const { result, id } = props;
  const summary = result.series.find(({ workload }) => `${workload.kind} ${workload.namespace}/${workload.name}` === id)?.summary;
  return (
    <>
      {summary !== undefined && <p>{summary}</p>}
      {id.startsWith('Service ') && <ServiceInspector {...props} />}
      <StatusInspector {...props} />
    </>
  );
}

/** What controllers made is not in the manifest: its maker is shown there. */
function revealed(object: NonNullable<InspectorProps['object']>, scene: Scene): NonNullable<InspectorProps['object']> {
  const owner = object.metadata?.ownerReferences?.find(({ controller }) => controller === true);
  const maker = owner && scene.objects.get(`${owner.kind} ${object.metadata?.namespace ?? 'default'}/${owner.name}`);
  return maker === undefined ? object : revealed(maker, scene);
}

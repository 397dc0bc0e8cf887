import type { NodeEdit } from '../../../server/src/core/protocol.ts';
import { text, type ViewProps } from './props.ts';

/** What if this node were another one: run again at every change, the cluster's files stay as they are. */
export function NodeEdits({ state, dispatch, node }: ViewProps & { readonly node: string }) {
  const own = state.choice.edits?.find((edit) => edit.node === node);
  const edit = (change: Omit<NodeEdit, 'node'>): void => dispatch({ type: 'editNode', edit: { node, ...change } });
  const field = (key: TextKey, shown: string, example: string, read: (written: string) => Omit<NodeEdit, 'node'>) => (
    <label key={key}>
      {text(state, `panel.edit.${key}`)}
      <input type="text" value={shown} placeholder={example} onChange={(event) => edit(read(event.currentTarget.value.trim()))} />
    </label>
  );
  return (
    <section class="edits" aria-label={text(state, 'panel.edit')}>
      <h3>{text(state, 'panel.edit')}</h3>
      <label>
        <input type="checkbox" checked={own?.cordoned === true} onChange={(event) => edit({ cordoned: event.currentTarget.checked })} />
        {text(state, 'panel.cordoned')}
      </label>
      {field('taints', own?.taints?.join(', ') ?? '', 'key=value:NoSchedule', (words) => ({ taints: listOf(words) }))}
      {field('labels', own?.labels?.join(', ') ?? '', 'disk=ssd', (words) => ({ labels: listOf(words) }))}
      {field('cpu', own?.cpu ?? '', '4', (cpu) => (cpu === '' ? {} : { cpu }))}
      {field('memory', own?.memory ?? '', '8Gi', (memory) => (memory === '' ? {} : { memory }))}
      <button type="button" class="fail-node" onClick={() => edit({ failAtMs: state.timeMs })}>
        {text(state, 'panel.edit.failNow')}
      </button>
      {own !== undefined && (
        <button
          type="button"
          onClick={() => dispatch({ type: 'run', edits: (state.choice.edits ?? []).filter((each) => each.node !== node) })}
        >
          {text(state, 'panel.edit.undo')}
        </button>
      )}
    </section>
  );
}

type TextKey = 'taints' | 'labels' | 'cpu' | 'memory';

function listOf(words: string): readonly string[] {
  return words.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
}

import type { InspectorProps } from '../inspector.tsx';
import { shortId, text } from '../props.ts';

const MOST = 60;

/** Who made it and what it made: each a way to go on. */
export function Related({ state, dispatch, scene, id, object }: InspectorProps) {
  const namespace = object?.metadata?.namespace ?? 'default';
  const owners = (object?.metadata?.ownerReferences ?? []).map(({ kind, name }) => `${kind} ${namespace}/${name}`);
  const owned = id.startsWith('Pod ') ? [] : ownedBy(id, namespace, scene);
  if (owners.length + owned.length === 0) return null;
  return (
    <nav class="related" aria-label={text(state, 'panel.related')}>
      {[...owners, ...owned.slice(0, MOST)].map((each) => (
        <button key={each} type="button" class="small" onClick={() => dispatch({ type: 'select', id: each })}>
          {owners.includes(each) ? '↑' : '↳'} {shortId(each)}
        </button>
      ))}
      {owned.length > MOST && <span class="hint">+{owned.length - MOST}</span>}
    </nav>
  );
}

function ownedBy(id: string, namespace: string, { objects }: InspectorProps['scene']): readonly string[] {
  const kind = id.slice(0, id.indexOf(' '));
  const name = id.slice(id.lastIndexOf('/') + 1);
  return [...objects].flatMap(([other, { metadata }]) => {
    const isOurs =
      metadata?.namespace === namespace && metadata.ownerReferences?.some((owner) => owner.kind === kind && owner.name === name);
    return isOurs ? [other] : [];
  });
}

import { cpuText, memoryText } from '../../layout.ts';
import type { InspectorProps } from '../inspector.tsx';
import { NodeEdits } from '../node-edits.tsx';
import { text } from '../props.ts';
import { Facts } from './facts.tsx';

/** What a node has, what of it is asked for, and what if it were another one. */
export function NodeInspector({ state, dispatch, ask, scene, id, object }: InspectorProps) {
  const name = id.slice('Node '.length);
  const card = scene.zones.flatMap(({ nodes }) => nodes).find(({ facts }) => facts.name === name);
  const labels = Object.entries(object?.metadata?.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return (
    <>
      {card !== undefined && (
        <Facts
          rows={[
            ['cpu', `${cpuText(card.cpuMilli)} / ${cpuText(card.facts.cpuMilli)}`],
            ['memory', `${memoryText(card.memoryBytes)} / ${memoryText(card.facts.memoryBytes)}`],
            ['pods', `${card.podCount} / ${card.facts.pods}`],
            ['taints', card.taints.join('\n')],
            ['labels', labels.join('\n')],
          ]}
          caption={text(state, 'panel.allocation')}
        />
      )}
      <NodeEdits state={state} dispatch={dispatch} ask={ask} node={name} />
    </>
  );
}

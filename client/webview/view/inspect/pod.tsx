import { cpuText, memoryText } from '../../layout.ts';
import { nodeOf } from '../../scene.ts';
import type { Tab } from '../../state.ts';
import type { InspectorProps } from '../inspector.tsx';
import { text } from '../props.ts';
import { Life } from './life.tsx';
import { outline } from './outline.ts';
import { Why } from './why.tsx';

const TABS = { why: 'panel.tab.why', life: 'panel.tab.life', yaml: 'panel.tab.yaml' } as const satisfies Readonly<Record<Tab, string>>;

/** Why a pod is where it is, how it lived so far, and its object. */
export function PodInspector(props: InspectorProps) {
  const { state, dispatch, result, id, object } = props;
  const facts = result.pods[id];
  const decision = result.decisions.findLast((each) => `Pod ${each.decision.pod}` === id && each.timeMs <= state.timeMs);
  return (
    <>
      {facts !== undefined && (
        <p>
          {text(state, 'panel.podFacts', {
            cpu: cpuText(facts.cpuMilli),
            memory: memoryText(facts.memoryBytes),
            qos: facts.qos,
            revision: facts.revision + 1,
          })}
        </p>
      )}
      <div class="tabs" role="tablist">
        {(['why', 'life', 'yaml'] as const).map((tab) => (
          <button key={tab} type="button" role="tab" aria-selected={state.tab === tab} onClick={() => dispatch({ type: 'tab', tab })}>
            {text(state, TABS[tab])}
          </button>
        ))}
      </div>
      <div role="tabpanel">
        {state.tab === 'why' && <Why {...props} decision={decision} node={nodeOf(object)} />}
        {state.tab === 'life' && <Life {...props} />}
        {state.tab === 'yaml' && object !== undefined && <pre class="yaml">{outline(object)}</pre>}
      </div>
    </>
  );
}

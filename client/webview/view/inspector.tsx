import type { PodDecision, PreviewResult } from '../../../server/src/core/protocol.ts';
import type { KubeObject } from '../../../server/src/core/sim/object.ts';
import { clock, cpuText, memoryText, podRows, type Scene } from '../layout.ts';
import type { Tab } from '../state.ts';
import { DecisionTable } from './decision.tsx';
import { NodeEdits } from './node-edits.tsx';
import { text, type ViewProps } from './props.ts';

interface Props extends ViewProps {
  readonly result: PreviewResult;
  readonly scene: Scene;
  readonly id: string | undefined;
}

/** What is to be known of one object. */
export function Inspector(props: Props) {
  const { state, dispatch, ask, result, scene, id } = props;
  if (id === undefined) return <p class="hint">{text(state, 'panel.selectSomething')}</p>;
  const object = scene.objects.get(id);
  const name = id.slice(id.indexOf(' ') + 1);
  const kind = id.slice(0, id.indexOf(' '));
  return (
    <section class="inspected" data-inspector={kind}>
      <h2>
        {kind} {name.replace(/^default\//, '')}
        <button type="button" class="small" aria-pressed={state.pinned === id} onClick={() => dispatch({ type: 'pin' })}>
          {text(state, 'panel.pin')}
        </button>
      </h2>
      {object === undefined && <p>{text(state, 'panel.notThere')}</p>}
      {kind === 'Pod' ? (
        <PodInspector {...props} id={id} object={object} />
      ) : (
        <>
          <Summary {...props} id={id} />
          {kind === 'Node' && <NodeEdits state={state} dispatch={dispatch} ask={ask} node={name} />}
          {object !== undefined && <pre class="yaml">{outline(object)}</pre>}
        </>
      )}
      {object !== undefined && kind !== 'Node' && kind !== 'Pod' && (
        <button
          type="button"
          class="small"
          onClick={() =>
            ask({ type: 'reveal', object: { kind, namespace: object.metadata?.namespace ?? '', name: object.metadata?.name ?? '' } })
          }
        >
          {text(state, 'panel.reveal')}
        </button>
      )}
    </section>
  );

  function Summary({ result: { series } }: Props) {
    const own = series.find(({ workload }) => `${workload.kind} ${workload.namespace}/${workload.name}` === id);
    const facts = result.nodes.find((node) => `Node ${node.name}` === id);
    return (
      <>
        {own?.summary !== undefined && <p>{own.summary}</p>}
        {facts !== undefined && (
          <p>{text(state, 'panel.nodeRoom', { cpu: cpuText(facts.cpuMilli), memory: memoryText(facts.memoryBytes), pods: facts.pods })}</p>
        )}
      </>
    );
  }
}

const TABS: readonly Tab[] = ['why', 'life', 'yaml'];
const TAB_KEYS = { why: 'panel.tab.why', life: 'panel.tab.life', yaml: 'panel.tab.yaml' } as const;

function PodInspector(props: Props & { readonly id: string; readonly object: KubeObject | undefined }) {
  const { state, dispatch, result, id, object } = props;
  const facts = result.pods[id];
  const decisions = result.decisions.filter((each) => `Pod ${each.decision.pod}` === id && each.timeMs <= state.timeMs);
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
        {TABS.map((tab) => (
          <button key={tab} type="button" role="tab" aria-selected={state.tab === tab} onClick={() => dispatch({ type: 'tab', tab })}>
            {text(state, TAB_KEYS[tab])}
          </button>
        ))}
      </div>
      <div role="tabpanel">
        {state.tab === 'why' && <Why {...props} decision={decisions.at(-1)} node={nodeOf(object)} />}
        {state.tab === 'life' && <Life {...props} id={id} object={object} />}
        {state.tab === 'yaml' && object !== undefined && <pre class="yaml">{outline(object)}</pre>}
      </div>
    </>
  );
}

function nodeOf(object: KubeObject | undefined): string | undefined {
  return (object?.spec as { nodeName?: string } | undefined)?.nodeName;
}

interface WhyProps extends ViewProps {
  readonly decision: PodDecision | undefined;
  /** Where the pod is; pods of the beginning are somewhere without a decision of this run. */
  readonly node: string | undefined;
}

function Why({ state, ask, decision, node }: WhyProps) {
  if (decision === undefined)
    return <p class="hint">{node === undefined ? text(state, 'panel.noDecision') : text(state, 'panel.placedBefore', { node })}</p>;
  return (
    <>
      {decision.explanation.map((sentence) => {
        const words = sentence;
        return <p key={words}>{words}</p>;
      })}
      {decision.fixes.length > 0 && (
        <div class="fixes">
          {decision.fixes.map((fix) => (
            <details key={fix.id}>
              <summary>{fix.title}</summary>
              <pre class="diff">{fix.diff}</pre>
              <button type="button" class="fix" onClick={() => ask({ type: 'fix', fix })}>
                {text(state, 'panel.fix')}
              </button>
            </details>
          ))}
        </div>
      )}
      <DecisionTable state={state} decision={decision.decision} />
      <p class="message">{decision.decision.message}</p>
    </>
  );
}

interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[];
  readonly containerStatuses?: readonly {
    readonly name: string;
    readonly ready?: boolean;
    readonly restartCount?: number;
    readonly state?: Readonly<Record<string, unknown>>;
  }[];
}

function Life({ state, dispatch, result, id, object }: Props & { readonly id: string; readonly object: KubeObject | undefined }) {
  const status = (object?.status ?? {}) as PodStatus;
  const row = podRows(result).find((each) => each.id === id);
  return (
    <>
      <dl>
        <dt>phase</dt>
        <dd>{[status.phase, status.reason, status.message].filter(Boolean).join(' · ') || '—'}</dd>
        {status.conditions?.map((condition) => (
          <>
            <dt>{condition.type}</dt>
            <dd>{[condition.status, condition.reason, condition.message].filter(Boolean).join(' · ')}</dd>
          </>
        ))}
        {status.containerStatuses?.map((container) => (
          <>
            <dt>{container.name}</dt>
            <dd>{`${Object.keys(container.state ?? {})[0] ?? ''} · ready ${container.ready ?? false} · ${text(state, 'panel.restarts', { count: container.restartCount ?? 0 })}`}</dd>
          </>
        ))}
      </dl>
      <ol class="life">
        {row?.stretches.map((stretch) => (
          <li key={stretch.from}>
            <button type="button" class="small" onClick={() => dispatch({ type: 'seek', timeMs: stretch.from })}>
              {clock(stretch.from)} {text(state, `panel.form.${stretch.form}`)}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The object as an outline: what kubectl would print as YAML, without the noise. */
function outline(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.map((item) => `${indent}- ${outline(item, `${indent}  `).trimStart()}`).join('\n');
  if (typeof value !== 'object' || value === null) return `${indent}${String(value)}`;
  return Object.entries(value)
    .filter(([key, inner]) => inner !== undefined && !['managedFields', 'uid', 'resourceVersion'].includes(key))
    .map(([key, inner]) => {
      const isLeaf = typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0;
      return isLeaf
        ? `${indent}${key}: ${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`
        : `${indent}${key}:\n${outline(inner, `${indent}  `)}`;
    })
    .join('\n');
}

import type { PreviewResult } from '../../../server/src/core/protocol.ts';
import { kept } from '../kept.ts';
import { cpuText, memoryText, type NodeCard, type PodTile, type Scene } from '../layout.ts';
import { Icon } from './icon.tsx';
import { text, type ViewProps } from './props.ts';

/** From so many nodes on, zones are shown as heat maps that open on a click. */
const MANY_NODES = 60;
const FORM_KEYS = {
  pending: 'panel.form.pending',
  creating: 'panel.form.creating',
  running: 'panel.form.running',
  ready: 'panel.form.ready',
  terminating: 'panel.form.terminating',
  failed: 'panel.form.failed',
  succeeded: 'panel.form.succeeded',
} as const;

interface Props extends ViewProps {
  readonly result: PreviewResult;
  readonly scene: Scene;
}

export function ClusterView(props: Props) {
  const { state, scene } = props;
  const many = scene.zones.reduce((sum, { nodes }) => sum + nodes.length, 0) > MANY_NODES;
  const services = [...scene.objects].filter(([, object]) => object.kind === 'Service').map(([id]) => id);
  return (
    <>
      <Services {...props} services={services} />
      {scene.waiting.length > 0 && (
        <div class="tray">
          <h2>{text(state, 'panel.waiting', { count: scene.waiting.length })}</h2>
          <div class="pods">
            {scene.waiting.map((pod) => (
              <Pod key={pod.id} {...props} pod={pod} />
            ))}
          </div>
          {scene.waiting[0]?.message !== '' && <p class="message">{scene.waiting[0]?.message}</p>}
        </div>
      )}
      <div class="zones">
        {scene.zones.map((zone) => (
          <section key={zone.name} class="zone">
            {zone.name !== '' && <h2>{zone.name}</h2>}
            {many && !state.openZones.includes(zone.name) ? (
              <HeatMap {...props} zone={zone.name} nodes={zone.nodes} />
            ) : (
              <div class="nodes">
                {zone.nodes.map((node) => (
                  <Node key={node.facts.name} {...props} node={node} />
                ))}
              </div>
            )}
          </section>
        ))}
      </div>
    </>
  );
}

function Services({ state, dispatch, services, result }: Props & { readonly services: readonly string[] }) {
  if (services.length === 0) return null;
  return (
    <div class="services">
      {services.map((id) => {
        const selected = state.selected === id;
        const shares = selected ? shareWords(state, result, id) : '';
        return (
          <button
            key={id}
            type="button"
            class={selected ? 'chip selected' : 'chip'}
            aria-pressed={selected}
            onClick={() => dispatch({ type: 'select', id })}
          >
            {id.replace('Service default/', 'Service ')} {shares}
          </button>
        );
      })}
    </div>
  );
}

function shareWords(state: ViewProps['state'], result: PreviewResult, service: string): string {
  const sample = result.traffic.findLast(
    (each) => each.timeMs <= state.timeMs && `Service ${each.service.namespace}/${each.service.name}` === service,
  );
  const shares = Object.entries(sample?.shares ?? {});
  const workloads = new Set(shares.map(([pod]) => result.pods[pod]?.workload));
  const byName = new Map<string, number>();
  for (const [pod, share] of shares) {
    const { workload = '', revision = 0 } = result.pods[pod] ?? {};
    // Behind several workloads (canary, blue/green) their names tell more than the revisions of each.
    const name = workloads.size > 1 ? workload.slice(workload.lastIndexOf('/') + 1) : `v${revision + 1}`;
    byName.set(name, (byName.get(name) ?? 0) + share);
  }
  return [...byName].map(([name, share]) => `${name} ${Math.round(share * 100)}%`).join(' · ');
}

function Node(props: Props & { readonly node: NodeCard }) {
  const { state, dispatch, node } = props;
  const { facts } = node;
  const id = `Node ${facts.name}`;
  return (
    <article
      class={`node${facts.controlPlane ? ' control-plane' : ''}${node.ready ? '' : ' down'}${state.selected === id ? ' selected' : ''}`}
      data-node={facts.name}
    >
      <button type="button" class="node-name" aria-pressed={state.selected === id} onClick={() => dispatch({ type: 'select', id })}>
        {facts.name}
        {node.cordoned && <span class="badge">{text(state, 'panel.cordoned')}</span>}
        {!node.ready && <span class="badge">{text(state, 'panel.notReady')}</span>}
      </button>
      <Bar label="cpu" used={node.cpuMilli} of={facts.cpuMilli} words={`${cpuText(node.cpuMilli)} / ${cpuText(facts.cpuMilli)}`} />
      <Bar
        label="mem"
        used={node.memoryBytes}
        of={facts.memoryBytes}
        words={`${memoryText(node.memoryBytes)} / ${memoryText(facts.memoryBytes)}`}
      />
      {node.taints.map((taint) => (
        <span key={taint} class="taint" title={taint}>
          <Icon name="taint" /> {taint}
        </span>
      ))}
      <div class="pods">
        {node.pods.map((pod) => kept(props.result, tileKey(state, pod), () => <Pod key={pod.id} {...props} pod={pod} />))}
      </div>
    </article>
  );
}

/** All that a tile shows. */
function tileKey({ selected, language }: ViewProps['state'], { id, form, restarts, share }: PodTile): string {
  return `${id} ${form} ${restarts} ${share ?? ''} ${selected === id} ${language}`;
}

function Bar({ label, used, of, words }: { readonly label: string; readonly used: number; readonly of: number; readonly words: string }) {
  const part = of === 0 ? 0 : Math.min(1, used / of);
  return (
    <div class="bar" title={words}>
      <span class="bar-label">{label}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={`${label} ${words}`}>
        <rect class="bar-room" width="100" height="8" />
        <rect class={part > 0.9 ? 'bar-used full' : 'bar-used'} width={Math.round(part * 100)} height="8" />
      </svg>
      <span class="bar-value">{Math.round(part * 100)}%</span>
    </div>
  );
}

function Pod({ state, dispatch, pod }: Props & { readonly pod: PodTile }) {
  const words = text(state, 'panel.podLabel', {
    name: pod.name,
    form: text(state, FORM_KEYS[pod.form]),
    revision: pod.revision + 1,
    restarts: pod.restarts,
  });
  const selected = state.selected === pod.id;
  return (
    <button
      type="button"
      class={`pod rev-${pod.revision % 6} ${pod.form}${selected ? ' selected' : ''}${pod.share ? ' receiving' : ''}`}
      data-pod={pod.name}
      title={words}
      aria-label={words}
      aria-pressed={selected}
      onClick={() => dispatch({ type: 'select', id: pod.id })}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <PodMark form={pod.form} />
      </svg>
      {pod.restarts > 0 && <span class="restarts">{pod.restarts}</span>}
      {pod.share !== undefined && pod.share > 0 && <span class="share">{Math.round(pod.share * 100)}%</span>}
    </button>
  );
}

/** Form tells the state, so that colour is never alone. */
export function PodMark({ form }: { readonly form: PodTile['form'] }) {
  switch (form) {
    case 'ready':
      return <rect class="mark solid" x="3" y="3" width="14" height="14" rx="3" />;
    case 'running':
      return <rect class="mark ring" x="4" y="4" width="12" height="12" rx="3" />;
    case 'terminating':
      return (
        <>
          <rect class="mark faint" x="3" y="3" width="14" height="14" rx="3" />
          <path class="mark hatch" d="M3 10L10 3M3 17L17 3M10 17L17 10" />
        </>
      );
    case 'failed':
      return <path class="mark cross" d="M4 4L16 16M16 4L4 16" />;
    case 'succeeded':
      return <path class="mark cross" d="M4 11L8 15L16 5" />;
    default:
      return <rect class="mark hollow" x="4" y="4" width="12" height="12" rx="3" />;
  }
}

function HeatMap({ state, dispatch, zone, nodes }: Props & { readonly zone: string; readonly nodes: readonly NodeCard[] }) {
  const columns = Math.ceil(Math.sqrt(nodes.length * 2));
  const rows = Math.ceil(nodes.length / columns);
  const full = nodes.filter((node) => node.cpuMilli > 0.9 * node.facts.cpuMilli).length;
  const words = text(state, 'panel.heatMap', { zone: zone || '-', nodes: nodes.length, full });
  return (
    <button type="button" class="heat" title={words} aria-label={words} onClick={() => dispatch({ type: 'toggleZone', zone })}>
      <svg viewBox={`0 0 ${columns * 10} ${rows * 10}`} aria-hidden="true">
        {nodes.map((node, index) => {
          const level = Math.min(5, Math.floor((node.cpuMilli / Math.max(1, node.facts.cpuMilli)) * 5));
          return (
            <rect
              key={node.facts.name}
              class={`heat-${level}`}
              x={(index % columns) * 10}
              y={Math.floor(index / columns) * 10}
              width="9"
              height="9"
            />
          );
        })}
      </svg>
    </button>
  );
}

import type { PreviewResult } from '../../../server/src/core/protocol.ts';
import { drawnWhen } from '../drawn-when.ts';
import { cpuText, memoryText } from '../layout.ts';
import type { NodeCard, PodTile, Scene, Zone } from '../scene.ts';
import { HeatMap } from './heat-map.tsx';
import { Icon } from './icon.tsx';
import { Pod } from './pod.tsx';
import { text, type ViewProps } from './props.ts';
import { Services } from './services.tsx';

/** From so many nodes on, zones are shown as heat maps that open on a click. */
const MANY_NODES = 60;
/** Waiting pods beyond these are counted, not drawn. */
const MOST_WAITING = 200;

export interface ClusterProps extends ViewProps {
  readonly result: PreviewResult;
  readonly scene: Scene;
}

/** Nodes by zone with their pods, and those that wait. */
export const ClusterView = drawnWhen<ClusterProps>(
  ({ state, scene }) => [scene, state.selected, state.language, state.openZones],
  (props) => {
    const { state, scene } = props;
    const isMany = scene.nodeCount > MANY_NODES;
    return (
      <>
        <Services {...props} />
        <Tray {...props} pods={scene.waiting} />
        {scene.nodeCount === 0 && <p class="notice">{text(state, 'panel.noNode')}</p>}
        <div class="zones">
          {scene.zones.map((zone) => (
            <ZoneView key={zone.name} {...props} zone={zone} isFolded={isMany && !state.openZones.includes(zone.name)} isMany={isMany} />
          ))}
        </div>
      </>
    );
  },
);

const ZoneView = drawnWhen<ClusterProps & { readonly zone: Zone; readonly isFolded: boolean; readonly isMany: boolean }>(
  ({ state, zone, isFolded }) => [zone, isFolded, state.selected, state.language],
  (props) => {
    const { state, dispatch, zone, isFolded, isMany } = props;
    return (
      <section class="zone">
        {zone.name !== '' && !isMany && <h2>{zone.name}</h2>}
        {isMany && (
          <button type="button" class="small" aria-expanded={!isFolded} onClick={() => dispatch({ type: 'toggleZone', zone: zone.name })}>
            {isFolded ? '▸' : '▾'} {zone.name || text(state, 'panel.noZone')}
          </button>
        )}
        {isFolded ? (
          <HeatMap {...props} />
        ) : (
          <div class="nodes">
            {zone.nodes.map((card) => (
              <Node key={card.facts.name} {...props} card={card} selected={selectedIn(card, state.selected)} />
            ))}
          </div>
        )}
      </section>
    );
  },
);

/** The selected object, where it is this node or on it. */
function selectedIn({ facts, pods }: NodeCard, selected: string | undefined): string | undefined {
  return selected === `Node ${facts.name}` || pods.some(({ id }) => id === selected) ? selected : undefined;
}

const Tray = drawnWhen<ClusterProps & { readonly pods: readonly PodTile[] }>(
  ({ state, pods }) => [pods, state.selected, state.language],
  (props) => {
    const { state, dispatch, pods } = props;
    if (pods.length === 0) return null;
    return (
      <div class="tray">
        <h2>{text(state, 'panel.waiting', { count: pods.length })}</h2>
        <div class="pods">
          {pods.slice(0, MOST_WAITING).map((pod) => (
            <Pod key={pod.id} state={state} dispatch={dispatch} pod={pod} selected={state.selected === pod.id} />
          ))}
        </div>
        {[...new Set(pods.map(({ message }) => message))].filter(Boolean).map((message) => (
          <p key={message} class="message">
            {message}
          </p>
        ))}
      </div>
    );
  },
);

/** Of a taint's key; the whole of it is the title. */
const DOMAIN = /^[^/=:]*\//;

const Node = drawnWhen<ClusterProps & { readonly card: NodeCard; readonly selected: string | undefined }>(
  ({ state, card, selected }) => [card, selected, state.language],
  ({ state, dispatch, card, selected }) => {
    const { facts } = card;
    const id = `Node ${facts.name}`;
    const look = `node${facts.controlPlane ? ' control-plane' : ''}${card.ready ? '' : ' down'}${selected === id ? ' selected' : ''}`;
    return (
      <article class={look} data-node={facts.name}>
        <button type="button" class="node-name" aria-pressed={selected === id} onClick={() => dispatch({ type: 'select', id })}>
          {facts.name}
          {card.cordoned && <span class="badge">{text(state, 'panel.cordoned')}</span>}
          {!card.ready && <span class="badge">{text(state, 'panel.notReady')}</span>}
        </button>
        <Bar label="cpu" used={card.cpuMilli} of={facts.cpuMilli} say={cpuText} />
        <Bar label="mem" used={card.memoryBytes} of={facts.memoryBytes} say={memoryText} />
        <Bar label="pods" used={card.podCount} of={facts.pods} say={String} />
        {card.taints.map((taint) => (
          <span key={taint} class="taint" title={taint}>
            <Icon name="taint" /> {taint.replace(DOMAIN, '')}
          </span>
        ))}
        <div class="pods">
          {card.pods.map((pod) => (
            <Pod key={pod.id} state={state} dispatch={dispatch} pod={pod} selected={selected === pod.id} />
          ))}
        </div>
      </article>
    );
  },
);

interface BarProps {
  readonly label: string;
  readonly used: number;
  readonly of: number;
  readonly say: (amount: number) => string;
}

const Bar = drawnWhen<BarProps>(
  ({ label, used, of }) => [label, used, of],
  ({ label, used, of, say }) => {
    const part = of === 0 ? 0 : Math.min(1, used / of);
    const words = `${say(used)} / ${say(of)}`;
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
  },
);

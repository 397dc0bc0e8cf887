import { drawnWhen } from '../drawn-when.ts';
import type { NodeCard, Zone } from '../scene.ts';
import { text, type ViewProps } from './props.ts';

const LEVELS = 5;
const CELL = 10;
const NEARLY_FULL = 0.9;

/** A zone of many nodes: a cell for each, by how much of its cpu is asked for. One path for each level: a thousand nodes are six elements. */
export const HeatMap = drawnWhen<ViewProps & { readonly zone: Zone }>(
  ({ state, zone }) => [zone, state.language],
  ({ state, dispatch, zone: { name, nodes } }) => {
    const columns = Math.ceil(Math.sqrt(nodes.length * 2));
    const rows = Math.ceil(nodes.length / columns);
    const full = nodes.filter((node) => node.cpuMilli > NEARLY_FULL * node.facts.cpuMilli).length;
    const down = nodes.filter(({ ready }) => !ready).length;
    const pods = nodes.reduce((sum, { podCount }) => sum + podCount, 0);
    const words = text(state, 'panel.heatMap', { zone: name || '-', nodes: nodes.length, pods, full, down });
    return (
      <button type="button" class="heat" title={words} aria-label={words} onClick={() => dispatch({ type: 'toggleZone', zone: name })}>
        <svg viewBox={`0 0 ${columns * CELL} ${rows * CELL}`} aria-hidden="true">
          {cellsByLevel(nodes, columns).map((d, level) => (
            <path key={level} class={`heat-${level}`} d={d} />
          ))}
        </svg>
        <span class="heat-words">{words}</span>
      </button>
    );
  },
);

function cellsByLevel(nodes: readonly NodeCard[], columns: number): readonly string[] {
  const paths = Array.from({ length: LEVELS + 1 }, () => '');
  nodes.forEach(({ cpuMilli, facts }, index) => {
    const level = Math.min(LEVELS, Math.floor((cpuMilli / Math.max(1, facts.cpuMilli)) * LEVELS));
    const size = CELL - 1;
    paths[level] += `M${(index % columns) * CELL} ${Math.floor(index / columns) * CELL}h${size}v${size}h-${size}z`;
  });
  return paths;
}

import type { PreviewResult, WorkloadSeries } from '../../../server/src/core/protocol.ts';
import { idOf } from '../../../server/src/core/sim/trace.ts';
import { firstColourOf } from '../colours.ts';
import { drawnWhen } from '../drawn-when.ts';
import { areasOf, clock, type PodRow, podRows } from '../layout.ts';
import type { PodForm } from '../scene.ts';
import { shownMsOf, type TimeScale } from '../time-scale.ts';
import { shortId, text, type ViewProps } from './props.ts';

const WIDTH = 1000;
const AREA_HEIGHT = 60;
const ROW_HEIGHT = 12;
/** More rows than this are not drawn: nobody reads them. */
const MOST_ROWS = 500;

interface Props extends ViewProps {
  readonly result: PreviewResult;
  readonly scale: TimeScale;
}

/** Counts over time and a row for each pod, under one playhead. */
export function Charts(props: Props) {
  const { state, result, scale } = props;
  const playhead = Math.round((shownMsOf(scale, state.timeMs) / scale.shownEndMs) * WIDTH);
  return (
    <div class="charts">
      {result.series.map((series) => (
        <Series key={idOf(series.workload)} {...props} series={series} at={sampleIndex(series, state.timeMs)} />
      ))}
      <Rows {...props} />
      <svg class="playhead-layer" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path class="playhead" d={`M${playhead} 0V1`} />
      </svg>
      <Folds {...props} />
    </div>
  );
}

function sampleIndex({ samples }: WorkloadSeries, timeMs: number): number {
  return samples.findLastIndex((sample) => sample.timeMs <= timeMs);
}

const Series = drawnWhen<Props & { readonly series: WorkloadSeries; readonly at: number }>(
  ({ series, at, state }) => [series, at, state.language],
  (props) => {
    const { state, dispatch, result, series, at } = props;
    const name = `${series.workload.kind} ${series.workload.name}`;
    const { desired = 0, availableByRevision = [] } = series.samples[at] ?? {};
    const firstColour = firstColourOf(result, idOf(series.workload));
    const available = availableByRevision.reduce((sum, count) => sum + count, 0);
    return (
      <figure class="lane series">
        <figcaption class="lane-name">
          <button type="button" class="small" onClick={() => dispatch({ type: 'select', id: idOf(series.workload) })}>
            {name}
          </button>
          <span class="counts" title={text(state, 'panel.available')}>
            {available}/{desired}
          </span>
          {availableByRevision.map((count, revision) => (
            <span key={revision} class="count">
              <i class={`swatch rev-${(firstColour + revision) % 6}`} /> v{revision + 1} {count}
            </span>
          ))}
        </figcaption>
        <Areas {...props} firstColour={firstColour} label={text(state, 'panel.seriesLabel', { name })} />
      </figure>
    );
  },
);

const Areas = drawnWhen<Props & { readonly series: WorkloadSeries; readonly firstColour: number; readonly label: string }>(
  ({ series, scale, label }) => [series, scale, label],
  ({ series, firstColour, scale, label }) => {
    const areas = areasOf(series, firstColour, scale, WIDTH, AREA_HEIGHT);
    return (
      <svg viewBox={`0 0 ${WIDTH} ${AREA_HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {areas.paths.map(({ colour, d }) => (
          <path key={colour} class={`area rev-${colour % 6}`} d={d} />
        ))}
        {areas.short.map(({ x: left, width }) => (
          <rect key={left} class="short" x={left} width={Math.max(width, 1)} y="0" height={AREA_HEIGHT} />
        ))}
        <path class="line desired" d={areas.desired} />
        <path class="line minimum" d={areas.minimum} />
      </svg>
    );
  },
);

const Rows = drawnWhen<Props>(
  ({ result, state }) => [result, state.selected, state.language],
  (props) => {
    const { state, result } = props;
    const rows = podRows(result);
    return (
      <>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls has to scroll by keyboard */}
        <section class="rows" tabIndex={0} aria-label={text(state, 'panel.rowsLabel', { count: rows.length })}>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <Row key={row.id} {...props} row={row} selected={state.selected === row.id} />
          ))}
        </section>
        {rows.length > MOST_ROWS && <p class="hint">{text(state, 'panel.moreRows', { count: rows.length - MOST_ROWS })}</p>}
      </>
    );
  },
);

const Row = drawnWhen<Props & { readonly row: PodRow; readonly selected: boolean }>(
  ({ row, selected }) => [row, selected],
  ({ dispatch, row, selected, scale }) => {
    const x = (timeMs: number): number => Math.round((shownMsOf(scale, timeMs) / scale.shownEndMs) * WIDTH);
    return (
      <button
        type="button"
        tabIndex={-1}
        class={`lane row rev-${row.colour % 6}${selected ? ' selected' : ''}`}
        onClick={() => dispatch({ type: 'select', id: row.id })}
      >
        <span class="lane-name" title={shortId(row.id)}>
          {row.name}
        </span>
        <svg viewBox={`0 0 ${WIDTH} ${ROW_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {row.stretches.map(({ from, to, form }) => {
            const { inset, look } = STRETCHES[form];
            const width = Math.max(1, x(to) - x(from));
            return <rect key={from} class={`stretch ${look}`} x={x(from)} y={inset} width={width} height={ROW_HEIGHT - 2 * inset} />;
          })}
        </svg>
      </button>
    );
  },
);

/** A stretch tells its form by height and fill, so that colour is never alone. */
const STRETCHES: Readonly<Record<PodForm, { readonly inset: number; readonly look: string }>> = {
  pending: { inset: 5, look: 'pending' },
  creating: { inset: 4.5, look: 'creating' },
  running: { inset: 2.5, look: 'running' },
  ready: { inset: 1.5, look: 'ready' },
  terminating: { inset: 3.5, look: 'terminating' },
  failed: { inset: 2.5, look: 'failed' },
  succeeded: { inset: 5, look: 'succeeded' },
};

/** Where time is folded, in words too. */
const Folds = drawnWhen<Props>(
  ({ scale, state }) => [scale, state.language],
  ({ scale, state }) => {
    if (scale.folds.length === 0) return null;
    const share = (timeMs: number): number => (shownMsOf(scale, timeMs) / scale.shownEndMs) * WIDTH;
    const words = scale.folds.map(({ fromMs, toMs }) => `${clock(fromMs)}–${clock(toMs)}`).join(', ');
    return (
      <>
        <svg class="fold-layer" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none" aria-hidden="true">
          {scale.folds.map(({ fromMs, toMs }) => (
            <rect key={fromMs} class="fold" x={share(fromMs)} width={share(toMs) - share(fromMs)} y="0" height="1" />
          ))}
        </svg>
        <p class="hint folds">{text(state, 'panel.folded', { stretches: words })}</p>
      </>
    );
  },
);

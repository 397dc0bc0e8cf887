import type { PreviewEntry, PreviewResult } from '../../../server/src/core/protocol.ts';
import { idOf } from '../../../server/src/core/sim/trace.ts';
import { drawnWhen } from '../drawn-when.ts';
import { clock } from '../layout.ts';
import { eventsUntil, type ListedEvent } from '../state.ts';
import { text, type ViewProps } from './props.ts';

const MOST = 200;

/** The events up to the playhead, as kubectl would list them, newest first. */
export function Events(props: ViewProps & { readonly result: PreviewResult }) {
  const { state, dispatch, ask, result } = props;
  const events = eventsUntil(result.entries, state.timeMs, MOST);
  const latest = events[0]?.entry;
  return (
    <section class="events" aria-label={text(state, 'panel.events')}>
      <button type="button" class="small" aria-expanded={state.eventsOpen} onClick={() => dispatch({ type: 'toggleEvents' })}>
        {state.eventsOpen ? '▾' : '▸'} {text(state, 'panel.events')}
      </button>
      {state.eventsOpen && (
        <button type="button" class="small" onClick={() => ask({ type: 'copy', text: asText(events) })}>
          {text(state, 'panel.copy')}
        </button>
      )}
      {state.eventsOpen && <List {...props} events={events} />}
      <p class="live" role="status" aria-live="polite">
        {latest?.what.verb === 'event' && !state.playing ? `${clock(state.timeMs)} ${latest.what.reason} ${latest.what.message}` : ''}
      </p>
    </section>
  );
}

const List = drawnWhen<ViewProps & { readonly events: readonly ListedEvent[] }>(
  ({ events }) => [events],
  ({ dispatch, events }) => (
    <ol>
      {events.map(({ index, entry }) => (
        <Item key={index} dispatch={dispatch} entry={entry} />
      ))}
    </ol>
  ),
);

const Item = drawnWhen<Pick<ViewProps, 'dispatch'> & { readonly entry: PreviewEntry }>(
  ({ entry }) => [entry],
  ({ dispatch, entry: { timeMs, object, what, because } }) =>
    what.verb !== 'event' ? null : (
      <li class={what.type === 'Warning' ? 'warning' : ''} title={because}>
        <button type="button" class="small" onClick={() => dispatch({ type: 'select', id: idOf(object), timeMs })}>
          {clock(timeMs)}
        </button>{' '}
        <span class="object">
          {object.kind}/{object.name}
        </span>{' '}
        <b>{what.reason}</b> {what.message}
      </li>
    ),
);

/** As a table for the clipboard. */
function asText(events: readonly ListedEvent[]): string {
  return events
    .map(({ entry: { timeMs, object, what } }) =>
      [clock(timeMs), `${object.kind}/${object.name}`, ...(what.verb === 'event' ? [what.reason, what.message] : [])].join('\t'),
    )
    .join('\n');
}

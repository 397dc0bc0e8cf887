import type { Entry } from '../../../../server/src/core/sim/trace.ts';

/** From how many different messages on the event client writes one summary in place of each (`client-go/tools/record`). */
const AGGREGATED_FROM = 10;
/** How many events about one object it writes before it drops them. */
export const BURST = 25;

export interface SeenEvent {
  readonly entry: Entry & { readonly what: { readonly verb: 'event' } };
  readonly text: string;
}

/**
 * The events that the recorder's event client surely wrote one by one: it sums up similar ones and drops what is too much. Of those
 * that fall into the second in which it begins to, none is sure, since their order within it is not recorded.
 */
export function writtenEvents(events: readonly SeenEvent[]): ReadonlySet<string> {
  const written = new Set<string>();
  const messagesBySort = new Map<string, Set<string>>();
  const countByObject = new Map<string, number>();
  for (const second of groupBySecond(events)) {
    for (const event of second) {
      // The client tells messages apart by the whole names that `text` leaves out.
      const messages = messagesBySort.get(sortOf(event)) ?? new Set();
      messagesBySort.set(sortOf(event), messages.add(event.entry.what.message));
      countByObject.set(objectOf(event), (countByObject.get(objectOf(event)) ?? 0) + 1);
    }
    for (const event of second) {
      const isFew = (messagesBySort.get(sortOf(event))?.size ?? 0) < AGGREGATED_FROM;
      if (isFew && (countByObject.get(objectOf(event)) ?? 0) <= BURST) written.add(event.text);
    }
  }
  return written;
}

function groupBySecond(events: readonly SeenEvent[]): Iterable<readonly SeenEvent[]> {
  const bySecond = new Map<number, SeenEvent[]>();
  for (const event of events) {
    const second = Math.floor(event.entry.timeMs / 1000);
    bySecond.set(second, [...(bySecond.get(second) ?? []), event]);
  }
  return bySecond.values();
}

function objectOf({ entry }: SeenEvent): string {
  return `${entry.object.kind} ${entry.object.name}`;
}

function sortOf(event: SeenEvent): string {
  return `${objectOf(event)} ${event.entry.what.type} ${event.entry.what.reason}`;
}

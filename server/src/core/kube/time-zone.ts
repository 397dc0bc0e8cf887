/** A place's clock: how far it is ahead of UTC at an instant. */
export interface TimeZone {
  readonly name: string;
  /** Milliseconds to add to UTC for the wall clock of the zone. */
  offsetMs(epochMs: number): number;
}

export const UTC: TimeZone = { name: 'UTC', offsetMs: () => 0 };

/** The zone of that IANA name; undefined where there is none. Letter case counts, as it does for Go. */
export function timeZoneNamed(name: string): TimeZone | undefined {
  if (name === '' || name === 'UTC' || name === 'Local') return UTC;
  const known = zoneByName.get(name);
  if (known !== undefined) return known;
  const zone = findZone(name);
  if (zone !== undefined) zoneByName.set(name, zone);
  return zone;
}

/**
 * The instant at which the zone's clock shows that wall time, given as if it were UTC. In the gap of a clock change it is
 * one of the two candidates, the same one that Go takes (time.Date).
 */
export function instantAt(zone: TimeZone, wallMs: number): number {
  const guessMs = zone.offsetMs(wallMs);
  if (guessMs === 0) return wallMs;
  return wallMs - zone.offsetMs(wallMs - guessMs);
}

const zoneByName = new Map<string, TimeZone>();
/** Clocks change at quarters of an hour UTC at the earliest. */
const BUCKET_MS = 15 * 60_000;
const MOST_BUCKETS = 50_000;

function findZone(name: string): TimeZone | undefined {
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name)) return undefined;
  const format = formatOf(name);
  if (format === undefined) return undefined;
  const canonical = format.resolvedOptions().timeZone;
  if (canonical !== name && canonical.toLowerCase() === name.toLowerCase()) return undefined;
  const offsetByBucket = new Map<number, number>();
  return {
    name,
    offsetMs(epochMs) {
      const bucket = Math.floor(epochMs / BUCKET_MS);
      let offset = offsetByBucket.get(bucket);
      if (offset === undefined) {
        if (offsetByBucket.size >= MOST_BUCKETS) offsetByBucket.clear();
        offset = readOffsetMs(format, bucket * BUCKET_MS);
        offsetByBucket.set(bucket, offset);
      }
      return offset;
    },
  };
}

/** Intl throws on a name it does not know; that is its only way to say so. */
function formatOf(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

function readOffsetMs(format: Intl.DateTimeFormat, epochMs: number): number {
  const part = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
  const at = (type: string): number => part.get(type as Intl.DateTimeFormatPartTypes) ?? 0;
  return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second')) - epochMs;
}

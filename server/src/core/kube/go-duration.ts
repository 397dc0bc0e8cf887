import { quoteGo } from '../base/go-text.ts';

/** Milliseconds of a Go duration (`1h30m`, `500ms`, `-1m`), or Go's own error text (time.ParseDuration). */
export function parseDuration(text: string): number | string {
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = /^[-+]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') return invalid(text);
  let totalMs = 0;
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest);
    const digits = number?.[0] ?? '';
    if (digits === '' || digits === '.') return invalid(text);
    rest = rest.slice(digits.length);
    const unit = /^[^.\d]*/.exec(rest)?.[0] ?? '';
    if (unit === '') return `time: missing unit in duration ${quoteGo(text)}`;
    const unitMs = MS_BY_UNIT[unit];
    if (unitMs === undefined) return `time: unknown unit ${quoteGo(unit)} in duration ${quoteGo(text)}`;
    totalMs += Number(digits) * unitMs;
    rest = rest.slice(unit.length);
  }
  return totalMs > LONGEST_MS ? invalid(text) : sign * totalMs;
}

const MS_BY_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
/** An int64 of nanoseconds. */
const LONGEST_MS = 9_223_372_036_854.775;

function invalid(text: string): string {
  return `time: invalid duration ${quoteGo(text)}`;
}

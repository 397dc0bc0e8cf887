/** `1:05.250`, minutes and seconds; thousandths only where there are some. */
export function clock(timeMs: number): string {
  const minutes = Math.floor(timeMs / 60_000);
  const seconds = Math.floor((timeMs % 60_000) / 1000);
  const rest = timeMs % 1000;
  return `${minutes}:${String(seconds).padStart(2, '0')}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}`;
}

/** `0:05–0:09, 1:00–`: what lasted to the end has none. */
export function spansText(spans: readonly { readonly fromMs: number; readonly toMs?: number }[]): string {
  return spans.map(({ fromMs, toMs }) => `${clock(fromMs)}–${toMs === undefined ? '' : clock(toMs)}`).join(', ');
}

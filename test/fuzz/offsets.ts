/** Evenly spread offsets of a text, its end always among them. */
export function offsetsOf(text: string, count: number): readonly number[] {
  const step = Math.max(1, Math.floor(text.length / Math.max(1, count - 1)));
  const offsets = new Set([text.length]);
  for (let at = text.length; at >= 0 && offsets.size < count; at -= step) offsets.add(at);
  return [...offsets];
}

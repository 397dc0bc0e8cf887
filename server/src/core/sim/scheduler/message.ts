/** Event notes are cut to this many bytes (`pkg/apis/core/validation`, NoteLengthLimit). */
const MAX_EVENT_BYTES = 1024;
const CUT = ' ...';

/** How many nodes gave each reason. A node counts once for each of its reasons. */
export type ReasonCounts = Map<string, number>;

export function countReasons(counts: ReasonCounts, reasons: readonly string[], nodes = 1): void {
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + nodes);
}

/**
 * `0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. <postFilter>`
 * (`pkg/scheduler/framework/types.go`, FitError.Error). A PreFilter's text stands in place of the counts.
 */
export function fitErrorMessage(nodes: number, preFilter: string, counts: ReasonCounts, postFilter: string): string {
  let text = `0/${nodes} nodes are available:`;
  if (preFilter !== '') text += ` ${preFilter}.`;
  else if (counts.size > 0) {
    // Sorted as whole strings by bytes, so `10 x` stands before `2 y`.
    const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort(byBytes);
    text += ` ${parts.join(', ')}.`;
  }
  return postFilter === '' ? text : `${text} ${postFilter}`;
}

/** The message as the FailedScheduling event carries it. */
export function eventMessage(message: string): string {
  if (byteLength(message) <= MAX_EVENT_BYTES) return message;
  return `${cutToBytes(message, MAX_EVENT_BYTES - CUT.length)}${CUT}`;
}

function byBytes(a: string, b: string): number {
  // The texts are ASCII but for names in objects; code points order as their UTF-8 bytes do.
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += utf8Length(character);
  return bytes;
}

function cutToBytes(text: string, limit: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > limit) break;
    kept += character;
  }
  return kept;
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

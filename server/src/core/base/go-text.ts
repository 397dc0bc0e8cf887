/** A string in double quotes as Go's %q writes it. */
export function quoteGo(text: string): string {
  let quoted = '"';
  for (const character of text) quoted += ESCAPE_BY_CHARACTER[character] ?? escapeUnprintable(character);
  return `${quoted}"`;
}

/** Sorted by the bytes of their UTF-8 form, as Go compares strings: no locale takes part. */
export function compareGo(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  if (Number.isNaN(left)) return -1;
  if (Number.isNaN(right)) return 1;
  // Surrogates stand for characters above U+FFFF and so come after the rest.
  const [isLeftHigh, isRightHigh] = [isSurrogate(left), isSurrogate(right)];
  if (isLeftHigh !== isRightHigh) return isLeftHigh ? 1 : -1;
  return left < right ? -1 : 1;
}

const ESCAPE_BY_CHARACTER: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function escapeUnprintable(character: string): string {
  if (character === ' ' || /^[^\p{C}\p{Z}]$/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

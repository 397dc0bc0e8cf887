/** How many bytes a valid base64 text stands for. */
export function base64Length(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/** The bytes of a valid base64 text. */
export function base64Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [...text.slice(at, at + 4)].map((char) => Math.max(0, ALPHABET.indexOf(char)));
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    bytes.push(group >> 16, (group >> 8) & 0xff, group & 0xff);
  }
  return bytes.slice(0, base64Length(text));
}

/** The same as text; only what is not UTF-8 gets lost. */
export function base64Text(text: string): string {
  const bytes = base64Bytes(text);
  const escaped = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    // Not UTF-8: every byte is kept as one character.
    return bytes.map((byte) => String.fromCharCode(byte)).join('');
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

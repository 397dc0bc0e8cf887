import { resolveScalar } from './resolve.ts';

/** Text in double quotes, as YAML and JSON both read it. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escapeUnit);
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text as a person would write it: without quotes where it stays the same text to the server, in a block or in `{…}`. */
export function plainOrQuoted(text: string): string {
  return isPlainSafe(text) ? text : quoted(text);
}

function isPlainSafe(text: string): boolean {
  if (!/^[\p{L}\p{N}_./(+][^\p{C}\u2028\u2029]*$/u.test(text) && !/^-[^\s-]/.test(text)) return false;
  if (/[:#,[\]{}?\\"'`\n\r\t]|^[-.]{3}|\s$/.test(text.replaceAll(/:(?=[^\s:,[\]{}]|\/\/)/g, ''))) return false;
  const read = resolveScalar(text, '', true);
  return 'value' in read && read.type === 'string';
}

import { type Message, type MessageKey, message } from '../text/text.ts';
import type { SyntaxProblem } from '../yaml/document.ts';

/** What is wrong with a text, in words for people: the parser's own tell where it gave up, these tell what to look for. */
export function syntaxMessage({ reason, serverText }: SyntaxProblem): Message {
  const found = WORDS.find(([part]) => reason.includes(part));
  const key: MessageKey = found === undefined ? 'editor.syntax.other' : found[1];
  return message(key, { name: /'(.*)'/.exec(reason)?.[1] ?? '', server: serverText });
}

const WORDS: readonly (readonly [part: string, key: MessageKey])[] = [
  ["could not find expected ':'", 'editor.syntax.colonMissing'],
  ['mapping values are not allowed', 'editor.syntax.colonInValue'],
  ['did not find expected key', 'editor.syntax.indentation'],
  ["did not find expected '-' indicator", 'editor.syntax.dashMissing'],
  ['block sequence entries are not allowed', 'editor.syntax.dashNotAllowed'],
  ['cannot start any token', 'editor.syntax.character'],
  ['tab character', 'editor.syntax.tab'],
  ["expected ',' or", 'editor.syntax.bracketOpen'],
  ['unexpected end of stream', 'editor.syntax.quoteOpen'],
  ['unexpected document indicator', 'editor.syntax.quoteOpen'],
  ['unknown escape', 'editor.syntax.escape'],
  ['hexdecimal', 'editor.syntax.escape'],
  ['Unicode character escape', 'editor.syntax.escape'],
  ['unknown anchor', 'editor.syntax.unknownAnchor'],
  ['contains itself', 'editor.syntax.anchorInItself'],
  ['excessive aliasing', 'editor.syntax.tooManyAliases'],
  ['map merge requires', 'editor.syntax.merge'],
  ['control characters', 'editor.syntax.controlCharacter'],
  ['alphabetic or numeric', 'editor.syntax.anchorName'],
  ['cannot decode', 'editor.syntax.tag'],
  ['invalid map key', 'editor.syntax.mapKey'],
  ['max depth', 'editor.syntax.tooDeep'],
];

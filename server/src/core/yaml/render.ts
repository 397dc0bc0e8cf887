import { isArray, isObject, type Json } from '../base/json.ts';
import { plainOrQuoted, quoted } from './quote.ts';

/** How a document is written, so that what is added looks the same. */
export interface Style {
  /** Spaces by which a map stands under its key. */
  readonly step: number;
  /** Spaces by which the dashes of a list stand under its key. */
  readonly listStep: number;
  readonly lineBreak: string;
  /** JSON: all keys and texts in quotes. */
  readonly json: boolean;
}

/** How what Kijabi writes by itself looks. */
export const OWN_STYLE: Style = { step: 2, listStep: 2, lineBreak: '\n', json: false };

/** A value as lines without indentation of their own: the first belongs behind `key:` when `inline`, else all stand below it. */
export interface Rendered {
  readonly inline: boolean;
  readonly lines: readonly string[];
}

export function renderBlock(value: Json, style: Style): Rendered {
  if (isObject(value) && Object.keys(value).length > 0) {
    return { inline: false, lines: Object.entries(value).flatMap(([key, each]) => renderEntry(key, each, style)) };
  }
  if (isArray(value) && value.length > 0) return { inline: false, lines: value.flatMap((each) => renderItem(each, style)) };
  return { inline: true, lines: [renderFlow(value, style)] };
}

/** `key: value`, with what does not fit on the line below it. */
export function renderEntry(key: string, value: Json, style: Style): readonly string[] {
  const { inline, lines } = renderBlock(value, style);
  const name = plainOrQuoted(key);
  if (inline) return [`${name}: ${lines[0] ?? ''}`];
  const indent = ' '.repeat(isArray(value) ? style.listStep : style.step);
  return [`${name}:`, ...lines.map((line) => indent + line)];
}

/** `- value`, a map's further entries under its first. */
export function renderItem(value: Json, style: Style): readonly string[] {
  const [first = '', ...rest] = renderBlock(value, style).lines;
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

/** A value on one line: `{a: 1, b: [x]}`. */
export function renderFlow(value: Json, style: Style): string {
  if (isArray(value)) return `[${value.map((each) => renderFlow(each, style)).join(', ')}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, each]) => `${renderText(key, style)}: ${renderFlow(each, style)}`);
    return `{${entries.join(', ')}}`;
  }
  return typeof value === 'string' ? renderText(value, style) : String(value);
}

function renderText(text: string, style: Style): string {
  return style.json ? quoted(text) : plainOrQuoted(text);
}

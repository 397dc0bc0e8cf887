import { en } from './en.ts';
import { fill, type Values } from './format.ts';
import { ko } from './ko.ts';

export type Language = 'ko' | 'en';

/** The name of a sentence; both languages have exactly these (the compiler checks it). */
export type MessageKey = keyof typeof ko & keyof typeof en;

/** A sentence not yet spoken: which one, and with what in it. Findings carry these, so language is chosen at the edge. */
export interface Message {
  readonly key: MessageKey;
  readonly values: Readonly<Record<string, Said>>;
}

/** What stands in a sentence: a word, a number, or a sentence of its own. */
type Said = Values[string] | Message;

export function message(key: MessageKey, values: Message['values'] = {}): Message {
  return { key, values };
}

/** Several sentences as one, from the first to the last; `key` says what stands between `{first}` and `{rest}`. */
export function joined(key: MessageKey, [first, ...others]: readonly [Message, ...Message[]]): Message {
  const [next, ...last] = others;
  return next === undefined ? first : message(key, { first, rest: joined(key, [next, ...last]) });
}

/** The sentence in the given language. */
export function say(language: Language, { key, values }: Message): string {
  const spoken = Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? say(language, value) : value]);
  return fill((language === 'ko' ? ko : en)[key], Object.fromEntries(spoken));
}

import { en } from './en.ts';
import { fill, type Values } from './format.ts';
import { ko } from './ko.ts';

export type Language = 'ko' | 'en';

/** The name of a sentence; both languages have exactly these (the compiler checks it). */
export type MessageKey = keyof typeof ko & keyof typeof en;

/** A sentence not yet spoken: which one, and with what in it. Findings carry these, so language is chosen at the edge. */
export interface Message {
  readonly key: MessageKey;
  readonly values: Values;
}

export function message(key: MessageKey, values: Values = {}): Message {
  return { key, values };
}

/** The sentence in the given language. */
export function say(language: Language, { key, values }: Message): string {
  return fill((language === 'ko' ? ko : en)[key], values);
}

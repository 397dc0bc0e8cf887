import cronstrue from 'cronstrue';
import 'cronstrue/locales/ko.js';
import type { Language } from '../text/text.ts';

/** A schedule in words; undefined when it is none. */
export function cronInWords(text: string, language: Language): string | undefined {
  const schedule = text.replace(/^(?:CRON_)?TZ=\S+\s+/, '');
  if (schedule.startsWith('@every')) return undefined;
  const words = cronstrue.toString(schedule, { locale: language, throwExceptionOnParseError: false, use24HourTimeFormat: true });
  return /error/i.test(words) ? undefined : words;
}

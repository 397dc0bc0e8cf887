/** Values put into a sentence. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * Fills `{name}` with a value. In Korean, `{name|을/를}` also writes the particle that fits the value's last sound:
 * the first form after a final consonant, the second after a vowel. `{name||을/를}` writes the particle alone, for a value
 * that stands in quotes: `"{name}"{name||을/를}`.
 * In English `{count#pod/pods}` writes the value and the form that fits it: `1 pod`, `2 pods`.
 */
export function fill(template: string, values: Values): string {
  return template.replace(
    /\{(\w+)(?:(\|\|?|#)([^/}]*)\/([^}]*))?\}/g,
    (whole, name: string, mark?: string, closed?: string, open?: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      const text = String(value);
      if (closed === undefined) return text;
      if (mark === '#') return `${text} ${text === '1' ? closed : open}`;
      const particle = endsInConsonant(text, closed) ? closed : open;
      return mark === '||' ? `${particle}` : `${text}${particle}`;
    },
  );
}

// Final consonants of the digits 0-9 and of the letters, as Koreans read them out.
const CONSONANT_DIGITS = '013678';
const CONSONANT_LETTERS = 'lmnr';
/** Words that are read as words, not letter by letter, and what they end in: 네임이, 셀렉터가. */
const CONSONANT_WORD =
  /(?:name|type|volume|time|timezone|line|scope|rule|role|schedule|template|set|job|map|secret|limit|budget|group|hook|ing|block|check)$/i;
const RIEUL_WORD = /(?:rule|role|schedule|label|url|shell|all|pool|protocol|level)$/i;
const VOWEL_WORD = /[a-z](?:er|or|ar)$/i;

function endsInConsonant(text: string, closedParticle: string): boolean {
  const last = [...text].reverse().find((char) => /[\p{L}\p{N}]/u.test(char));
  if (last === undefined) return false;
  const isToward = closedParticle.startsWith('으로');
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    // 로 follows a vowel and also ㄹ (index 8): 서울로, 물로.
    return isToward ? final !== 0 && final !== 8 : final !== 0;
  }
  if (/\d/.test(last)) return isToward ? '036'.includes(last) : CONSONANT_DIGITS.includes(last);
  const word = /[a-z]+(?=[^a-z]*$)/i.exec(text)?.[0] ?? '';
  if (VOWEL_WORD.test(word)) return false;
  if (isToward && RIEUL_WORD.test(word)) return false;
  if (CONSONANT_WORD.test(word)) return true;
  const lower = last.toLowerCase();
  return isToward ? 'mn'.includes(lower) : CONSONANT_LETTERS.includes(lower);
}

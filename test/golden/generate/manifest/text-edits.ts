import type { Dice } from '../dice.ts';

type TextEdit = (lines: string[], dice: Dice) => string | undefined;

/** Does one random thing to the text of a manifest, as slips of the hand do. Gives the operator's name. */
export function editText(text: string, dice: Dice): { readonly operator: string; readonly text: string } {
  for (;;) {
    const lines = text.split('\n');
    const operator = dice.pick(TEXT_EDITS)(lines, dice);
    if (operator !== undefined) return { operator, text: lines.join('\n') };
  }
}

const TEXT_EDITS: readonly TextEdit[] = [
  (lines, dice) => change(lines, dice, /^ +/, 'indent-plus-1', (line) => ` ${line}`),
  (lines, dice) => change(lines, dice, /^ +/, 'indent-minus-1', (line) => line.slice(1)),
  (lines, dice) => change(lines, dice, /: \S/, 'colon-no-space', (line) => line.replace(': ', ':')),
  (lines, dice) => change(lines, dice, /:/, 'colon-missing', (line) => line.replace(':', '')),
  (lines, dice) => change(lines, dice, /^ *- /, 'dash-no-space', (line) => line.replace('- ', '-')),
  (lines, dice) => change(lines, dice, /^ +/, 'tab-indent', (line) => line.replace(/^ +/, '\t')),
  (lines, dice) => change(lines, dice, /: \S/, 'quote-unbalanced', (line) => line.replace(/: (?=\S)/, dice.pick([': "', ": '"]))),
  (lines, dice) => change(lines, dice, /: \S/, 'odd-value', (line) => line.replace(/: .*/, `: ${dice.pick(ODD_VALUES)}`)),
  (lines, dice) => change(lines, dice, /\S/, 'comment', (line) => `${line} # comment`),
  (lines, dice) => change(lines, dice, /\S/, 'trailing', (line) => `${line}${dice.pick([' ', '\t', ' \\', ' :', ',', '\r'])}`),
  duplicateKey,
  cutOff,
];

/** Plain scalars that YAML 1.1 and 1.2 read differently, or that are no scalars. */
const ODD_VALUES = [
  ...[
    'yes',
    'no',
    'on',
    'off',
    'Yes',
    'y',
    'n',
    'true',
    'True',
    '~',
    'null',
    'Null',
    'NULL',
    '',
    '.nan',
    '.inf',
    '0x1F',
    '0o17',
    '017',
    '0b11',
    '1_000',
  ],
  ...[
    '1e3',
    '1.0',
    '.5',
    '+1',
    '-0',
    '12:30:45',
    '2026-01-01',
    '2026-01-01T00:00:00Z',
    '1:2',
    '@x',
    '`x`',
    '%x',
    '&a x',
    '*a',
    '!!str 5',
    '!x y',
    '|',
    '>-',
  ],
  ...[
    '[a, b',
    '{a: b',
    '[]',
    '{}',
    '"a\\tb"',
    '"\\x41"',
    "'it''s'",
    '"\\u00e9"',
    'a: b',
    '- x',
    '? x',
    'a #b',
    'a#b',
    '<<',
    '=',
    '"a" b',
    "'a'",
    '[a]: b',
  ],
] as const;

function change(lines: string[], dice: Dice, where: RegExp, operator: string, to: (line: string) => string): string | undefined {
  const places = lines.flatMap((line, position) => (where.test(line) ? [position] : []));
  if (places.length === 0) return undefined;
  const position = dice.pick(places);
  lines[position] = to(lines[position] ?? '');
  return operator;
}

function duplicateKey(lines: string[], dice: Dice): string | undefined {
  const places = lines.flatMap((line, position) => (/^ *[\w./-]+: \S/.test(line) ? [position] : []));
  if (places.length === 0) return undefined;
  const position = dice.pick(places);
  lines.splice(position + 1, 0, lines[position] ?? '');
  return 'duplicate-key';
}

function cutOff(lines: string[], dice: Dice): string {
  lines.splice(dice.int(1, Math.max(1, lines.length - 1)));
  return 'cut-off';
}

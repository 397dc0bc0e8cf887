import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type RuleFiles, readRules } from './gen-rules.ts';
import { ROOT, writeIfChanged } from './output.ts';
import { examplesOf } from './page.ts';

const BEGIN = '<!-- rules:begin -->';
const END = '<!-- rules:end -->';

/** Writes the table of all rules into the README, between its two marks. */
export function generateRuleIndex(): void {
  writeIfChanged('README.md', withRuleIndex(readFileSync(path.join(ROOT, 'README.md'), 'utf8'), readRules()));
}

/** The README with the table as the rules' pages tell it; throws where it has no marks. */
export function withRuleIndex(readme: string, rules: readonly RuleFiles[]): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`gen: README.md has no ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n${ruleIndex(rules)}\n${END}${after}`;
}

function ruleIndex(rules: readonly RuleFiles[]): string {
  const fixable = rules.filter(hasFix).length;
  const rows = rules.map(
    (rule) => `| ${linkOf(rule.id)} | ${rule.en.head.severity} | ${rule.ko.title} · ${rule.en.title} | ${hasFix(rule) ? '✓' : ''} |`,
  );
  return [
    '## 규칙 · Rules',
    '',
    `규칙은 ${rules.length}개이고 그 가운데 ${fixable}개의 설명에 빠른 수정의 예가 있습니다. \`off\`인 규칙은 설정에 이름을 적을 때만 알립니다.`,
    `*(${rules.length} rules; the pages of ${fixable} show their quick-fix. Those that are \`off\` tell only those who name them in their settings.)*`,
    '',
    '<details><summary>모든 규칙 · All rules</summary>',
    '',
    '| 규칙 Rule | 심각도 Severity | 내용 What | 수정 Fix |',
    '|---|---|---|---|',
    ...rows,
    '',
    '</details>',
  ].join('\n');
}

function linkOf(id: string): string {
  return `[\`${id}\`](server/src/core/rules/${id}.ko.md)`;
}

/** The page of a rule with a fix shows what it makes of the bad example. */
function hasFix({ en }: RuleFiles): boolean {
  return examplesOf(en, 'fixed').length > 0;
}

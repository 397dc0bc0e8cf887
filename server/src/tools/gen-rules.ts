import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, writeIfChanged } from './output.ts';
import { type Page, readPage } from './page.ts';

const RULES = path.join(ROOT, 'server/src/core/rules');
const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'];
const SCOPES = ['object', 'workspace'];
const KINDS = ['built-in', 'custom'];

/** A rule as its files tell: the pages in both languages, and the logic where it is not one of the server's own verdicts. */
export interface RuleFiles {
  readonly id: string;
  readonly ko: Page;
  readonly en: Page;
  readonly hasLogic: boolean;
}

/**
 * Makes core/generated/rules.ts from core/rules/: one line for each rule, its severity and scope from the front matter. The
 * pages go to dist/rules, where the editor opens them.
 */
export function generateRules(): void {
  const rules = readRules();
  const logic = rules.filter(({ hasLogic }) => hasLogic);
  const imports = logic.map(({ id }) => `import { check as ${variable(id)} } from '../rules/${id}.ts';`);
  const rows = logic.map(
    ({ id, en }) =>
      `  { id: '${id}', severity: '${en.head.severity}', scope: '${en.head.scope}', kinds: '${en.head.kinds ?? 'built-in'}', check: ${variable(id)} },`,
  );
  const titles = rules.map(({ id, ko, en }) => `  ['${id}', { ko: ${JSON.stringify(ko.title)}, en: ${JSON.stringify(en.title)} }],`);
  writeIfChanged(
    'server/src/core/generated/rules.ts',
    [
      "import type { Rule } from '../rules/rule.ts';",
      ...imports,
      '',
      '/** Every rule with logic of its own, by id. */',
      'export const RULES: readonly Rule[] = [',
      ...rows,
      '];',
      '',
      "/** The title of every rule that has a page, the families of the server's verdicts included. */",
      'export const RULE_TITLES: ReadonlyMap<string, { readonly ko: string; readonly en: string }> = new Map([',
      ...titles,
      ']);',
      '',
    ].join('\n'),
  );
  for (const { id, ko, en } of rules) {
    writeIfChanged(`dist/rules/${id}.ko.md`, ko.body);
    writeIfChanged(`dist/rules/${id}.en.md`, en.body);
  }
}

/** All rules that have a page, by id; throws where a file has no partner or its front matter is wrong. */
export function readRules(): readonly RuleFiles[] {
  const ids = readdirSync(RULES)
    .filter((name) => name.endsWith('.en.md'))
    .map((name) => name.slice(0, -'.en.md'.length));
  return ids.sort().map((id) => {
    const [ko, en] = (['ko', 'en'] as const).map((language) => readPage(readFileSync(path.join(RULES, `${id}.${language}.md`), 'utf8')));
    const hasLogic = existsSync(path.join(RULES, `${id}.ts`));
    if (ko === undefined || en === undefined) throw new Error(`gen: no pages for ${id}`);
    for (const { head } of [ko, en]) check(id, head, hasLogic);
    return { id, ko, en, hasLogic };
  });
}

function check(id: string, head: Page['head'], hasLogic: boolean): void {
  if (head.id !== id) throw new Error(`gen: the front matter of ${id} says id: ${head.id}`);
  if (!SEVERITIES.includes(head.severity ?? '')) throw new Error(`gen: ${id} has no severity of ${SEVERITIES.join(', ')}`);
  if (!KINDS.includes(head.kinds ?? 'built-in')) throw new Error(`gen: ${id} has no kinds of ${KINDS.join(', ')}`);
  if (hasLogic && !SCOPES.includes(head.scope ?? '')) throw new Error(`gen: ${id} has no scope of ${SCOPES.join(', ')}`);
}

/** `image-tag` as a name in code. */
function variable(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

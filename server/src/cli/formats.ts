import { RULE_TITLES } from '../core/generated/rules.ts';
import { type Language, message, say } from '../core/text/text.ts';
import { type CheckedFile, type ToldFinding, tell } from './checked.ts';
import { documentNumbers } from './document-numbers.ts';

export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** All that was found, as one text in the format asked for. */
export function format(files: readonly CheckedFile[], wanted: Format, language: Language): string {
  const findings = files.flatMap((file) => tell(file, language));
  switch (wanted) {
    case 'text':
      return asText(findings, files.length, language);
    case 'json':
      return `${JSON.stringify({ files: files.length, documents: countDocuments(files), findings })}\n`;
    case 'sarif':
      return `${JSON.stringify(asSarif(findings, language), null, 2)}\n`;
    case 'github':
      return findings.map(asCommand).join('');
  }
}

function countDocuments(files: readonly CheckedFile[]): number {
  return files.reduce((sum, { file }) => sum + documentNumbers(file).size, 0);
}

function asText(findings: readonly ToldFinding[], files: number, language: Language): string {
  const lines = findings.map(
    ({ file, line, column, severity, message: words, rule }) => `${file}:${line}:${column}: ${severity}: ${words} [${rule}]\n`,
  );
  const count = (severity: string): number => findings.filter((each) => each.severity === severity).length;
  const values = { files, errors: count('error'), warnings: count('warning'), others: count('info') + count('hint') };
  return `${lines.join('')}${say(language, message('cli.summary', values))}\n`;
}

/** A workflow command of GitHub Actions, which shows the finding beside the changed line. */
function asCommand({ file, line, column, endLine, endColumn, severity, rule, message: words }: ToldFinding): string {
  const level = severity === 'error' || severity === 'warning' ? severity : 'notice';
  const place = { file, line, endLine, col: column, endColumn, title: `kijabi ${rule}` };
  const properties = Object.entries(place).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level} ${properties.join(',')}::${escapeCommand(words)}\n`;
}

function escapeCommand(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeCommand(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const SARIF_LEVEL: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** SARIF 2.1.0: one run, its rules and its results. */
function asSarif(findings: readonly ToldFinding[], language: Language): unknown {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const rules = ids.map((id) => ({ id, shortDescription: { text: RULE_TITLES.get(id)?.[language] ?? id } }));
  const results = findings.map((finding) => ({
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    level: SARIF_LEVEL[finding.severity] ?? 'note',
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: finding.file.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: finding.line, startColumn: finding.column, endLine: finding.endLine, endColumn: finding.endColumn },
        },
      },
    ],
  }));
  const driver = { name: 'Kijabi', version: process.env.KIJABI_VERSION ?? '0.0.0', rules };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
}

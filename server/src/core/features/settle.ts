import type { Finding, Severity } from '../rules/finding.ts';
import type { Document, PlacedDocument } from '../yaml/document.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { PLACEMENT_RULE } from './placement/tell.ts';
import { isSuppressed, type Suppression, suppressionsIn, unusedSuppression } from './suppress.ts';

/** By rule id; rules not named keep their own severity. */
export type Severities = Readonly<Record<string, Severity | 'off'>>;

/** A finding and the document it is in. */
export interface PlacedFinding {
  readonly placed: PlacedDocument;
  readonly finding: Finding;
}

/** Findings as settings and comments in the file want them, errors first; comments that silence nothing are told when all was looked at. */
export function settled(
  { documents }: SourceFile,
  { severities }: { readonly severities: Severities },
  isWhole: boolean,
  findingsOf: (placed: PlacedDocument) => readonly Finding[],
): readonly PlacedFinding[] {
  const graded = documents.map((placed) => grade(placed.document, findingsOf(placed), severities));
  return audible(documents, graded, isWhole ? severities : undefined);
}

/** The findings of one document as settings want them, and the comments in it that silence some. */
export interface Graded {
  readonly findings: Readonly<Record<Severity, readonly Finding[]>>;
  readonly comments: readonly Suppression[];
}

export function grade(document: Document, findings: readonly Finding[], severities: Severities): Graded {
  return { findings: bySeverity(findings, severities), comments: suppressionsIn(document) };
}

/** At most `most` findings that no comment silences, errors first; with `severities` also the comments that silence nothing. */
export function audible(
  documents: readonly PlacedDocument[],
  graded: readonly Graded[],
  severities: Severities | undefined,
  most = Number.POSITIVE_INFINITY,
): readonly PlacedFinding[] {
  const told = graded.some(({ comments }) => comments.length > 0) ? unsilenced(documents, graded, severities) : graded;
  const shown: PlacedFinding[] = [];
  for (const severity of SEVERITIES) {
    for (let index = 0; index < documents.length && shown.length < most; index++) {
      const placed = documents[index] as PlacedDocument;
      for (const finding of told[index]?.findings[severity] ?? []) shown.push({ placed, finding });
    }
  }
  return shown;
}

/** The same findings without those that comments silence. */
function unsilenced(
  documents: readonly PlacedDocument[],
  graded: readonly Graded[],
  severities: Severities | undefined,
): readonly Pick<Graded, 'findings'>[] {
  const fileWide = graded.flatMap(({ comments }) => comments.filter(({ scope }) => scope === 'file'));
  const used = new Set<Suppression>();
  const left = graded.map(({ findings, comments }, index): Graded['findings'] => {
    const near = [...fileWide, ...comments.filter(({ scope }) => scope === 'nextLine')];
    const isHeard = (finding: Finding): boolean => {
      const silencing = near.filter((each) => isSuppressed((documents[index] as PlacedDocument).document, finding, each));
      for (const each of silencing) used.add(each);
      return silencing.length === 0;
    };
    const { error, warning, info, hint } = findings;
    if (near.length === 0) return findings;
    return { error: error.filter(isHeard), warning: warning.filter(isHeard), info: info.filter(isHeard), hint: hint.filter(isHeard) };
  });
  return left.map((findings, index) => {
    const { comments } = graded[index] as Graded;
    if (severities === undefined || comments.length === 0) return { findings };
    const isUnused = (comment: Suppression): boolean => !used.has(comment) && comment.rule !== PLACEMENT_RULE;
    const unused = bySeverity(comments.filter(isUnused).map(unusedSuppression), severities);
    const both = (severity: Severity): readonly Finding[] => [...findings[severity], ...unused[severity]];
    return { findings: { error: both('error'), warning: both('warning'), info: both('info'), hint: both('hint') } };
  });
}

const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;

function bySeverity(findings: readonly Finding[], severities: Severities): Graded['findings'] {
  const graded: Record<Severity, Finding[]> = { error: [], warning: [], info: [], hint: [] };
  for (const finding of findings) {
    const severity = severityOf(finding, severities);
    if (severity !== 'off') graded[severity].push(severity === finding.severity ? finding : { ...finding, severity });
  }
  return graded;
}

function severityOf({ rule, severity, optional, elsewhere }: Finding, severities: Severities): Severity | 'off' {
  const wanted = severities[rule];
  if (elsewhere === true && wanted !== 'off') return severities.elsewhere ?? severity;
  return wanted ?? (optional === true ? 'off' : severity);
}

import { didYouMean } from '../base/did-you-mean.ts';
import { formatPath, type Path } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import { type Resource, recognise } from '../kube/resource.ts';
import type { Finding, Fix } from '../rules/finding.ts';
import { type Message, message } from '../text/text.ts';
import { judgeValue } from '../verdict/judge.ts';
import type { ErrorClass, ServerWarning, VerdictError } from '../verdict/verdict.ts';
import type { Document, YamlProblem } from '../yaml/document.ts';
import { keyRangeOf, valueRangeOf } from '../yaml/locate.ts';
import { diagnoseKind } from './diagnose-kind.ts';
import { fixDuplicate, fixError, fixSyntax } from './fix.ts';
import { RULE_BY_CLASS } from './rule-ids.ts';
import { syntaxMessage } from './syntax-message.ts';

/** How many findings of one document are told; what is beyond is told of as a number. */
export const MOST_FINDINGS = 100;

/** Everything to tell about one document by itself, errors first. What is not Kubernetes gives nothing. */
export function diagnoseDocument(document: Document, catalog: Catalog): readonly Finding[] {
  const recognition = recognise(document, catalog);
  const isKubernetes = recognition.is === 'resources' || (recognition.is === 'other' && looksLikeKubernetes(document));
  if (!isKubernetes) return [];
  const problems = document.problems.map((problem) => problemFinding(document, problem));
  if (recognition.is !== 'resources' || document.problems.some(({ is }) => is !== 'duplicateKey')) return problems;
  const judged = recognition.resources.flatMap((resource) => diagnoseResource(resource, catalog));
  return inOrder([...problems, ...judged]).slice(0, MOST_FINDINGS);
}

/** A text too broken to be read that all the same says what it is. */
function looksLikeKubernetes({ text, problems }: Document): boolean {
  return problems.length > 0 && /^apiVersion:[ \t]/m.test(text) && /^kind:[ \t]/m.test(text);
}

const RANK = { error: 0, warning: 1, info: 2, hint: 3 } as const;

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.range.start - b.range.start);
}

function diagnoseResource(resource: Resource, catalog: Catalog): readonly Finding[] {
  if (resource.known?.servedByDefault !== true) return diagnoseKind(resource, catalog);
  const verdict = judgeValue(resource.value, catalog);
  const findings = verdict.errors.map((error) => errorFinding(resource, error, catalog));
  return [...gathered(findings), ...verdict.warnings.map((warning) => warningFinding(resource, warning))];
}

function problemFinding(document: Document, problem: YamlProblem): Finding {
  const base = { severity: 'error', range: problem.range, at: [], related: [], detail: problem.serverText } as const;
  switch (problem.is) {
    case 'syntax':
      return {
        ...base,
        rule: 'yaml-syntax',
        message: syntaxMessage(problem),
        path: '',
        fixes: fixSyntax(document, problem),
        class: 'yaml syntax',
      };
    case 'notJson':
      return { ...base, rule: 'wrong-type', message: message('editor.notJson'), path: '', fixes: [], class: 'type error' };
    case 'duplicateKey': {
      const { key, first } = problem;
      const related = [{ range: first, message: message('editor.firstKey', { key }) }];
      const fixes = fixDuplicate(document, problem);
      return {
        ...base,
        rule: 'duplicate-key',
        message: message('editor.duplicateKey', { key }),
        path: key,
        related,
        fixes,
        class: 'duplicate field',
      };
    }
  }
}

function errorFinding(resource: Resource, error: VerdictError, catalog: Catalog): Finding {
  const { document } = resource;
  const at: Path = [...resource.path, ...error.at];
  const fixes = fixError(resource, error, catalog);
  return {
    rule: RULE_BY_CLASS[error.class],
    severity: 'error',
    range: KEY_CLASSES.has(error.class) ? keyRangeOf(document, at) : valueRangeOf(document, at),
    message: withMeant(error, fixes),
    at,
    path: error.path,
    related: [],
    fixes,
    class: error.class,
    ...(error.goField === undefined ? {} : { goField: error.goField }),
    detail: error.detail,
  };
}

/** An unknown field is told with the one that was meant. */
function withMeant({ class: errorClass, at, message: words }: VerdictError, fixes: readonly Fix[]): Message {
  const meant = fixes.find(({ preferred }) => preferred)?.title.values.to;
  if (errorClass !== 'unknown field' || meant === undefined) return words;
  return message('editor.unknownField', { ...words.values, name: String(at.at(-1)), meant });
}

/** Faults of a key rather than of what stands behind it. */
const KEY_CLASSES: ReadonlySet<ErrorClass> = new Set(['unknown field', 'required value', 'forbidden', 'too many']);

function warningFinding(resource: Resource, { text, at, message: words }: ServerWarning): Finding {
  const path = [...resource.path, ...at];
  return {
    rule: /deprecated/i.test(text) ? 'deprecated-api' : 'server-warning',
    severity: 'warning',
    range: keyRangeOf(resource.document, path),
    message: words,
    at: path,
    path: formatPath(at),
    related: [],
    fixes: [],
    serverWarning: text,
  };
}

/**
 * One finding for a cause: a required field that is missing because its name is misspelt beside it is told with that, and
 * of several errors about one place the later ones go with the first.
 */
function gathered(findings: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings) {
    const index = kept.findIndex((cause) => isConsequence(finding, cause));
    const cause = kept[index];
    if (cause === undefined) kept.push(finding);
    else kept[index] = { ...cause, related: [...cause.related, { range: finding.range, message: finding.message }] };
  }
  return kept;
}

function isConsequence(finding: Finding, cause: Finding): boolean {
  if (formatPath(finding.at) === formatPath(cause.at) && finding.range.start === cause.range.start) return true;
  if (finding.class !== 'required value' || cause.class !== 'unknown field') return false;
  const parent = formatPath(finding.at.slice(0, -1));
  const [meant] = didYouMean(String(cause.at.at(-1)), [String(finding.at.at(-1))]);
  return meant !== undefined && parent === formatPath(cause.at.slice(0, -1));
}

import { didYouMean } from '../base/did-you-mean.ts';
import { formatPath, isObject, type Json, type Path } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import { type Resource, recognise, resourcesOf } from '../kube/resource.ts';
import { EMPTY_SNAPSHOT } from '../kube/snapshot.ts';
import { judgeToolFile, TOOL_CATALOG, toolKindOf } from '../kube/tool-file.ts';
import type { Finding, Fix } from '../rules/finding.ts';
import { type Message, message } from '../text/text.ts';
import { type FindCustomValidator, toVerdictError } from '../verdict/custom.ts';
import { judge, judgeValue } from '../verdict/judge.ts';
import type { ErrorClass, ServerWarning, VerdictError } from '../verdict/verdict.ts';
import type { Document, SyntaxProblem, YamlProblem } from '../yaml/document.ts';
import { find, keyRangeOf, valueRangeOf } from '../yaml/locate.ts';
import { diagnoseKind } from './diagnose-kind.ts';
import { ALL_RULES, findByRules, type RuleChoice } from './diagnose-rules.ts';
import { fixDuplicate, fixError } from './fix.ts';
import { fixSyntax } from './fix-syntax.ts';
import { type Judge, onTrial } from './fix-trial.ts';
import { elsewhereAt } from './fix-unknown.ts';
import { RULE_BY_CLASS } from './rule-ids.ts';
import { syntaxMessage } from './syntax-message.ts';

/** How many findings of one document are told; what is beyond is told of as a number. */
export const MOST_FINDINGS = 100;

/** What a document is judged with, beside the catalog. */
export interface Judges {
  /** Of custom resources, where their definitions are known. */
  readonly customValidator?: FindCustomValidator | undefined;
  /** Without them all speak, those too that are off unless named. */
  readonly rules?: RuleChoice;
}

/** Everything to tell about one document by itself, errors first, one finding for a cause. What is not Kubernetes gives nothing. */
export function diagnoseDocument(document: Document, catalog: Catalog, judges: Judges = {}): readonly Finding[] {
  const judge: Judge = (each) => [...findUntried(each, catalog, judges), ...findAsMeant(each, catalog)];
  return onTrial(document, inOrder(gathered(document, judge(document))).slice(0, MOST_FINDINGS), judge);
}

function findAsMeant(document: Document, catalog: Catalog): readonly Finding[] {
  return document.problems.length > 0 ? [] : resourcesOf(document, catalog).flatMap((each) => judgeAsMeant(each, catalog));
}

/** What the server would say next, once an apiVersion is mended that does not have the kind. */
function judgeAsMeant(resource: Resource, catalog: Catalog): readonly Finding[] {
  const { apiVersion, kind, value } = resource;
  const [meant] = catalog.kindsNamed(kind);
  const isOpen =
    resource.known !== undefined || apiVersion === '' || catalog.retirement(apiVersion, kind) !== undefined || !('spec' in value);
  const isOffered = diagnoseKind(resource, catalog).some(({ fixes }) => fixes.some(({ preferred }) => preferred));
  if (isOpen || meant === undefined || meant.custom || !meant.servedByDefault || !isOffered) return [];
  const asMeant = { ...resource, apiVersion: meant.apiVersion, known: meant };
  const { errors } = judgeValue({ ...value, apiVersion: meant.apiVersion }, catalog);
  return errors.map((error) => errorFinding(asMeant, error, catalog));
}

/** The same with every error of the server for itself. */
export function findAll(document: Document, catalog: Catalog, judges: Judges = {}): readonly Finding[] {
  const judge: Judge = (each) => findUntried(each, catalog, judges);
  return onTrial(document, judge(document), judge);
}

function findUntried(document: Document, catalog: Catalog, judges: Judges): readonly Finding[] {
  const recognition = recognise(document, catalog);
  if (recognition.is === 'kustomization' || recognition.is === 'kubeconfig') return diagnoseToolFile(document);
  const isKubernetes = recognition.is === 'resources' || (recognition.is === 'other' && looksLikeKubernetes(document));
  if (!isKubernetes) return [];
  const problems = document.problems.map((problem) => problemFinding(document, problem));
  if (recognition.is !== 'resources' || document.problems.some(({ is }) => is !== 'duplicateKey')) return problems;
  return [...problems, ...recognition.resources.flatMap((resource) => diagnoseResource(resource, catalog, judges))];
}

/** A file of kustomize or kubectl: no server judges it, so that no finding has a class. */
function diagnoseToolFile(document: Document): readonly Finding[] {
  const { value, problems } = document;
  const told = problems.map((problem) => problemFinding(document, problem));
  const kind = isObject(value) ? toolKindOf(value) : undefined;
  if (problems.length > 0 || !isObject(value) || kind === undefined) return told;
  const resource = { ...wholeDocument(document, TOOL_CATALOG), known: kind };
  return judgeToolFile(value, kind).map((error) => {
    const { class: _, ...finding } = errorFinding(resource, toVerdictError(error), TOOL_CATALOG);
    return finding;
  });
}

/** What the API server says to the document if sent as it is, whatever it may be. */
export function findAsManifest(document: Document, catalog: Catalog, customValidator?: FindCustomValidator): readonly Finding[] {
  const judge: Judge = (each) => findUntriedAsManifest(each, catalog, customValidator);
  return onTrial(document, judge(document), judge);
}

function findUntriedAsManifest(document: Document, catalog: Catalog, customValidator: FindCustomValidator | undefined): readonly Finding[] {
  const problems = document.problems.map((problem) => problemFinding(document, problem));
  const fatal = ['syntax', 'notJson'].map((kind) => problems.filter((_, index) => document.problems[index]?.is === kind));
  const first = fatal.find((each) => each.length > 0);
  if (first !== undefined) return first;
  const resource = wholeDocument(document, catalog);
  const verdict = judge(document, catalog, customValidator);
  const errors = verdict.errors.filter((error) => error.class !== 'duplicate field').map((error) => errorFinding(resource, error, catalog));
  return [...problems, ...errors, ...verdict.warnings.map((warning) => warningFinding(resource, warning))];
}

function wholeDocument(document: Document, catalog: Catalog): Resource {
  const value = isObject(document.value) ? document.value : {};
  const text = (found: Json | undefined): string => (typeof found === 'string' ? found : '');
  const apiVersion = text(value.apiVersion);
  const kind = text(value.kind);
  const known = catalog.kind(apiVersion, kind);
  return { document, path: [], value, apiVersion, kind, name: undefined, namespace: undefined, known };
}

/** A text too broken to be read that all the same says what it is. */
function looksLikeKubernetes({ text, problems }: Document): boolean {
  return problems.length > 0 && /^apiVersion:\s*\S/m.test(text) && /^kind:\s*\S/m.test(text);
}

const RANK = { error: 0, warning: 1, info: 2, hint: 3 } as const;

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.range.start - b.range.start);
}

function diagnoseResource(resource: Resource, catalog: Catalog, { customValidator, rules = ALL_RULES }: Judges): readonly Finding[] {
  if (resource.known?.servedByDefault !== true) return diagnoseKind(resource, catalog);
  const verdict = judgeValue(resource.value, catalog, customValidator);
  const errors = verdict.errors.map((error) => unlessFilledIn(error, errorFinding(resource, error, catalog)));
  const warnings = verdict.warnings.map((warning) => warningFinding(resource, warning));
  const advice = verdict.object === undefined ? [] : findByRules(resource, { catalog, snapshot: EMPTY_SNAPSHOT, uri: '' }, rules.object);
  return [...errors, ...warnings, ...advice];
}

/** `pod-{{.Index}}` is filled in before any server sees it: what would be wrong about it is no more than a hint. */
function unlessFilledIn({ value }: VerdictError, finding: Finding): Finding {
  if (typeof value !== 'string' || !/\{\{.*\}\}/.test(value)) return finding;
  const { class: _, ...told } = finding;
  return { ...told, severity: 'hint', fixes: [] };
}

function problemFinding(document: Document, problem: YamlProblem): Finding {
  const base = { severity: 'error', range: problem.range, at: [], related: [], detail: problem.serverText } as const;
  switch (problem.is) {
    case 'syntax':
      return syntaxFinding(document, problem, base);
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

/** Told where its cause is when that is known: `port:9000` rather than the line after it. */
function syntaxFinding(
  document: Document,
  problem: SyntaxProblem,
  base: Pick<Finding, 'severity' | 'range' | 'at' | 'related' | 'detail'>,
): Finding {
  const fixes = fixSyntax(document, problem);
  const cause = fixes.length === 1 && fixes[0]?.edits.length === 1 ? fixes[0].edits[0]?.range : undefined;
  const marked = cause && withoutBlanks(document.text, cause);
  const range = marked === undefined || marked.start >= marked.end ? base.range : marked;
  return { ...base, range, rule: 'yaml-syntax', message: syntaxMessage(problem), path: '', fixes, class: 'yaml syntax' };
}

function withoutBlanks(text: string, { start, end }: Finding['range']): Finding['range'] {
  const written = text.slice(start, end);
  return { start: start + written.length - written.trimStart().length, end: end - (written.length - written.trimEnd().length) };
}

function errorFinding(resource: Resource, error: VerdictError, catalog: Catalog): Finding {
  const { document } = resource;
  const at: Path = [...resource.path, ...error.at];
  const fixes = fixError(resource, error, catalog);
  return {
    rule: RULE_BY_CLASS[error.class],
    severity: 'error',
    range: KEY_CLASSES.has(error.class) ? keyRangeOf(document, at) : valueRangeOf(document, at),
    message: inOtherVersion(resource, error, catalog) ?? withMeant(error, fixes),
    at,
    path: error.path,
    related: [],
    fixes,
    class: error.class,
    ...(error.goField === undefined ? {} : { goField: error.goField }),
    detail: error.detail,
  };
}

/** An unknown field that another version of Kubernetes has is told with that version. */
function inOtherVersion(resource: Resource, error: VerdictError, catalog: Catalog): Message | undefined {
  const found = error.class === 'unknown field' ? elsewhereAt(resource, error.at, catalog) : undefined;
  if (found === undefined) return undefined;
  const values = { ...error.message.values, name: String(error.at.at(-1)), version: catalog.version };
  return 'since' in found
    ? message('editor.fieldSince', { ...values, since: found.since })
    : message('editor.fieldUntil', { ...values, until: found.until });
}

/** An unknown field is told with the one that was meant. */
function withMeant({ class: errorClass, at, message: words }: VerdictError, fixes: readonly Fix[]): Message {
  const meant = fixes.find(({ preferred, title }) => preferred && title.key === 'editor.fix.rename')?.title.values.to;
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
function gathered(document: Document, findings: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings) {
    const index = kept.findIndex((cause) => isConsequence(document, finding, cause));
    const cause = kept[index];
    if (cause === undefined) kept.push(finding);
    else kept[index] = { ...cause, related: [...cause.related, { range: finding.range, message: finding.message }] };
  }
  return kept;
}

function isConsequence(document: Document, finding: Finding, cause: Finding): boolean {
  if (formatPath(finding.at) === formatPath(cause.at) && finding.range.start === cause.range.start) return true;
  if (finding.class === undefined || (cause.class !== 'unknown field' && cause.class !== 'type error')) return false;
  // A selector with nothing in it that it could be, because what is in it is written wrongly.
  const isEmptied = finding.detail?.startsWith('empty selector') === true;
  if (isEmptied && formatPath(cause.at.slice(0, -1)) === formatPath(finding.at)) return true;
  const written = String(cause.at.at(-1));
  const renamed = cause.fixes.find(({ title, preferred }) => preferred && title.key === 'editor.fix.rename')?.title.values.to;
  // What is wrong about a field that is not there goes when the field gets its name.
  if (renamed !== undefined && isAtOrBelow(formatPath(finding.at), formatPath([...cause.at.slice(0, -1), String(renamed)]))) return true;
  // A default that was made of what is not there, such as the target of a port.
  const owner = cause.at.slice(0, -1);
  const isDefault = finding.class !== 'required value' && find(document, finding.at).depth < finding.at.length;
  if (
    renamed !== undefined &&
    isDefault &&
    isAtOrBelow(formatPath(finding.at), formatPath(owner)) &&
    find(document, finding.at).depth === owner.length
  )
    return true;
  // It stands at another level, from where it can be moved: what is missing there or below is there then.
  const isToRoot = cause.fixes.some(({ title }) => title.key === 'editor.fix.moveToRoot');
  const to = isToRoot ? '' : cause.fixes.find(({ title }) => title.key === 'editor.fix.move')?.title.values.to;
  // Whatever is said of a place where nothing stands yet.
  const target = to === '' ? written : `${to}.${written}`;
  if (to !== undefined && [finding.path, formatPath(finding.at)].some((place) => isAtOrBelow(place, target))) return true;
  const isLacking = finding.class === 'required value' || (finding.class === 'invalid value' && finding.path === to);
  if (!isLacking) return false;
  if (to !== undefined && (written === finding.at.at(-1) || finding.path === to)) return true;
  if (finding.class !== 'required value' || cause.class !== 'unknown field') return false;
  const parent = cause.at.slice(0, -1);
  const missing = finding.at[parent.length];
  const isBeside = missing !== undefined && formatPath(parent) === formatPath(finding.at.slice(0, parent.length));
  return isBeside && didYouMean(written, [String(missing)]).length > 0;
}

function isAtOrBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

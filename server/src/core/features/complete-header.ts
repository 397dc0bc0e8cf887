import type { Kind } from '../kube/catalog.ts';
import { KUSTOMIZE_GROUP, TOOL_CATALOG } from '../kube/tool-file.ts';
import type { CursorSite } from '../yaml/cursor-site.ts';
import { lineEndAt, lineStartAt, styleOf } from '../yaml/style.ts';
import { asCompletions } from './complete-values.ts';
import type { Completion } from './completion.ts';
import { SKELETON_BY_KIND } from './skeletons.ts';
import type { Surroundings } from './surroundings.ts';

/** `apiVersion` and `kind` at the top of an object, each in the light of the other. */
export function completeHeader(site: CursorSite, field: 'apiVersion' | 'kind', around: Surroundings): readonly Completion[] {
  return field === 'apiVersion' ? completeVersion(site, around) : completeKind(site, around);
}

/** A version brings the line for the kind with it where none is written. */
function completeVersion(site: CursorSite, around: Surroundings): readonly Completion[] {
  const { catalog, object } = around;
  const ofKind = typeof object.kind === 'string' ? named(around, object.kind).map(({ apiVersion }) => apiVersion) : [];
  const served = catalog.kinds.filter((each) => each.servedByDefault).map(({ apiVersion }) => apiVersion);
  const versions = ofKind.length > 0 ? ofKind : [...orderedVersions(served), ...KUSTOMIZE.map(({ apiVersion }) => apiVersion)];
  const choices = asCompletions(
    site,
    versions.map((text) => ({ text })),
    'value',
  );
  return 'kind' in object || !mayGrow(site, 'apiVersion') ? choices : choices.map((item) => withKind(site, item, around));
}

function withKind(site: CursorSite, item: Completion, around: Surroundings): Completion {
  const kinds = allKinds(around).filter(({ apiVersion }) => apiVersion === item.label);
  const [only] = kinds.length === 1 ? kinds : [];
  const line = `${styleOf(site.document).lineBreak}kind: ${only?.kind ?? '$1'}`;
  return { ...item, insert: item.insert + line, ...(only === undefined ? { asksAgain: true } : {}) };
}

function completeKind(site: CursorSite, around: Surroundings): readonly Completion[] {
  const { apiVersion: written } = around.object;
  const all = allKinds(around);
  const ofVersion = all.filter(({ apiVersion }) => apiVersion === written);
  const kindByName = new Map<string, Kind>();
  for (const { kind } of ofVersion.length > 0 ? ofVersion : all.filter((each) => each.servedByDefault)) {
    const meant = ofVersion.find((each) => each.kind === kind) ?? named(around, kind)[0];
    if (meant !== undefined) kindByName.set(kind, meant);
  }
  const kinds = [...kindByName.values()].sort((a, b) => usualRank(a) - usualRank(b));
  return asCompletions(
    site,
    kinds.map(({ kind, apiVersion }) => ({ text: kind, detail: apiVersion })),
    'value',
  ).map((item) => {
    const { apiVersion = '', kind = '' } = kindByName.get(item.label) ?? {};
    return { ...item, about: { kind: { apiVersion, kind } }, ...('apiVersion' in around.object ? {} : withVersion(site, apiVersion)) };
  });
}

/** A kind says which apiVersion it needs: the line above is written too, where lines can be written. */
function withVersion(site: CursorSite, apiVersion: string): Pick<Completion, 'alsoEdits'> {
  if (!mayGrow(site, 'kind')) return {};
  const start = lineStartAt(site.document.text, site.replace.start);
  return { alsoEdits: [{ range: { start, end: start }, text: `apiVersion: ${apiVersion}${styleOf(site.document).lineBreak}` }] };
}

/** The field begins a line of the document's first column and its value ends it: lines may be written above and below. */
function mayGrow({ document, replace }: CursorSite, field: string): boolean {
  const { text } = document;
  const rest = text.slice(replace.start, lineEndAt(text, replace.start));
  return text.startsWith(`${field}:`, lineStartAt(text, replace.start)) && /^\S*\s*$/.test(rest);
}

/** Files that people write as they write manifests, though no server sees them. */
const KUSTOMIZE = TOOL_CATALOG.kinds.filter(({ group }) => group === KUSTOMIZE_GROUP);

function allKinds({ catalog }: Surroundings): readonly Kind[] {
  return [...catalog.kinds, ...KUSTOMIZE];
}

function named({ catalog }: Surroundings, kind: string): readonly Kind[] {
  const known = catalog.kindsNamed(kind);
  return known.length > 0 ? known : KUSTOMIZE.filter((each) => each.kind === kind);
}

const USUAL_KINDS = Object.keys(SKELETON_BY_KIND);

/** Kinds that people begin with come first, the others as the API lists them. */
function usualRank({ kind }: Kind): number {
  const rank = USUAL_KINDS.indexOf(kind);
  return rank < 0 ? USUAL_KINDS.length : rank;
}

const USUAL_VERSIONS = [
  'v1',
  'apps/v1',
  'batch/v1',
  'networking.k8s.io/v1',
  'autoscaling/v2',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
  'storage.k8s.io/v1',
];

function orderedVersions(versions: readonly string[]): readonly string[] {
  const all = new Set(versions);
  return [...USUAL_VERSIONS.filter((version) => all.has(version)), ...[...all].filter((version) => !USUAL_VERSIONS.includes(version))];
}

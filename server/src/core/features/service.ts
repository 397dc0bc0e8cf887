import type { Catalog, KubernetesVersion } from '../kube/catalog.ts';
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS } from '../kube/catalog.ts';
import type { Finding, Severity } from '../rules/finding.ts';
import type { Language } from '../text/text.ts';
import type { Document, PlacedDocument } from '../yaml/document.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { complete } from './complete.ts';
import type { DocumentationKey } from './completion.ts';
import { definitionsAt, referencesAt } from './definition.ts';
import { diagnoseDocument } from './diagnose.ts';
import { hover, type NoteLookup } from './hover.ts';
import { foldsOf, selectionsAt } from './structure.ts';
import { symbolsOf } from './symbols.ts';

/** How one file is to be judged and spoken of. */
export interface FileSettings {
  readonly version: KubernetesVersion;
  readonly language: Language;
  /** By rule id; rules not named keep their own severity. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const DEFAULT_SETTINGS: FileSettings = { version: DEFAULT_KUBERNETES_VERSION, language: 'ko', severities: {} };

export interface ServiceParts {
  readonly catalogOf: (version: KubernetesVersion) => Catalog;
  readonly note: NoteLookup;
}

export type Service = ReturnType<typeof createService>;

/** Everything the editor and the command line can ask, over plain data: the one door to features/. */
export function createService({ catalogOf, note }: ServiceParts) {
  const catalogs = new Map<KubernetesVersion, Catalog>();
  const findings = new WeakMap<Document, { readonly catalog: Catalog; readonly findings: readonly Finding[] }>();

  function catalog(version: KubernetesVersion): Catalog {
    const kept = catalogs.get(version) ?? catalogOf(version);
    catalogs.set(version, kept);
    return kept;
  }

  /** What was found in a document earlier, without looking again. */
  function known(document: Document, version: KubernetesVersion): readonly Finding[] | undefined {
    const kept = findings.get(document);
    return kept?.catalog === catalog(version) ? kept.findings : undefined;
  }

  function diagnose(document: Document, version: KubernetesVersion): readonly Finding[] {
    const kept = known(document, version);
    if (kept !== undefined) return kept;
    const found = diagnoseDocument(document, catalog(version));
    findings.set(document, { catalog: catalog(version), findings: found });
    return found;
  }

  return Object.freeze({
    catalog,
    note,
    known,
    diagnose,
    versionOf,
    complete,
    hover,
    symbols: symbolsOf,
    folds: foldsOf,
    selections: selectionsAt,
    definitions: definitionsAt,
    references: referencesAt,
    document: (about: DocumentationKey, version: KubernetesVersion): string | undefined => documentation(about, catalog(version)),
  });
}

/** A file's own word on its version: `# kijabi: kubernetesVersion=1.33` before its first content. */
export function versionOf(file: SourceFile): KubernetesVersion | undefined {
  const [first] = file.documents;
  const head = /^(?:\s*(?:#.*)?(?:\r?\n|$))*/.exec(`${first?.lead ?? ''}${first?.document.text ?? ''}`)?.[0] ?? '';
  const wanted = /#\s*kijabi:.*\bkubernetesVersion=v?(\d+\.\d+)/.exec(head)?.[1];
  return KUBERNETES_VERSIONS.find((version) => version === wanted);
}

function documentation({ kind, type, field }: DocumentationKey, catalog: Catalog): string | undefined {
  if (kind !== undefined) {
    const known = catalog.kind(kind.apiVersion, kind.kind);
    return known && catalog.describe(known.type);
  }
  return type === undefined ? undefined : catalog.describe(type, field);
}

/** A finding and the document it is in. */
export interface PlacedFinding {
  readonly placed: PlacedDocument;
  readonly finding: Finding;
}

/** All that is known of a file so far, with the severities of its settings, errors first. */
export function diagnosticsOf(service: Service, file: SourceFile, { version, severities }: FileSettings): readonly PlacedFinding[] {
  const found: PlacedFinding[] = [];
  for (const placed of file.documents) {
    for (const finding of service.known(placed.document, version) ?? []) {
      const severity = severities[finding.rule] ?? finding.severity;
      if (severity !== 'off') found.push({ placed, finding: severity === finding.severity ? finding : { ...finding, severity } });
    }
  }
  return found.sort((a, b) => RANK[a.finding.severity] - RANK[b.finding.severity]);
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

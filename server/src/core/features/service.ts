import type { Catalog, KubernetesVersion } from '../kube/catalog.ts';
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS } from '../kube/catalog.ts';
import type { CatalogOf, CustomResources } from '../kube/create-catalog.ts';
import { validatorsOf } from '../kube/custom-kinds.ts';
import { type CustomResource, describeCustomResources } from '../kube/custom-resource.ts';
import { resourcesOf } from '../kube/resource.ts';
import type { Snapshot } from '../kube/snapshot.ts';
import { toolCatalog } from '../kube/tool-file.ts';
import type { Finding } from '../rules/finding.ts';
import type { Language } from '../text/text.ts';
import type { FindCustomValidator } from '../verdict/custom.ts';
import type { Document } from '../yaml/document.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { complete } from './complete.ts';
import type { DocumentationKey } from './completion.ts';
import { definitionsAt, referencesAt } from './definition.ts';
import { diagnoseDocument, findAll, findAsManifest } from './diagnose.ts';
import { createRuleChooser, diagnoseAcross, type RuleChoice, type TellBroken } from './diagnose-rules.ts';
import { hover } from './hover.ts';
import { linksOf } from './links.ts';
import type { NoteLookup } from './note-text.ts';
import type { Severities } from './settle.ts';
import { foldsOf, selectionsAt } from './structure.ts';
import { symbolsOf } from './symbols.ts';

/** How one file is to be judged and spoken of. */
export interface FileSettings {
  readonly version: KubernetesVersion;
  readonly language: Language;
  readonly severities: Severities;
}

export const DEFAULT_SETTINGS: FileSettings = { version: DEFAULT_KUBERNETES_VERSION, language: 'ko', severities: {} };

export interface ServiceParts {
  readonly catalogOf: CatalogOf;
  readonly note: NoteLookup;
  /** Judges of custom resources, where their definitions are known. */
  readonly customValidator?: FindCustomValidator;
  readonly tellBroken?: TellBroken;
}

export type Service = ReturnType<typeof createService>;

/** Everything the editor and the command line can ask, over plain data: the one door to features/. */
export function createService({ catalogOf, note, customValidator: givenValidator, tellBroken = () => undefined }: ServiceParts) {
  let customValidator = givenValidator;
  let custom: CustomResources | undefined;
  const catalogs = new Map<KubernetesVersion, Catalog>();
  const findings = new WeakMap<Document, KnownFindings>();
  const rulesOf = createRuleChooser(tellBroken);

  function catalog(version: KubernetesVersion): Catalog {
    const kept = catalogs.get(version) ?? catalogOf(version, custom);
    catalogs.set(version, kept);
    return kept;
  }

  /** What was found in a document earlier, without looking again. */
  function known(document: Document, version: KubernetesVersion, severities?: Severities): readonly Finding[] | undefined {
    const kept = findings.get(document);
    const now = catalog(version);
    if (kept === undefined || kept.rules !== rulesOf(severities)) return undefined;
    if (kept.catalog !== now && !saysTheSame(document, kept.catalog, now)) return undefined;
    kept.catalog = now;
    return kept.findings;
  }

  /** Rules that `severities` turn off are not asked; without severities all are. */
  function diagnose(document: Document, version: KubernetesVersion, severities?: Severities): readonly Finding[] {
    const kept = known(document, version, severities);
    if (kept !== undefined) return kept;
    const rules = rulesOf(severities);
    const found = diagnoseDocument(document, catalog(version), { customValidator, rules });
    findings.set(document, { catalog: catalog(version), rules, findings: found });
    return found;
  }

  /** Takes these for all the custom kinds there are. What was found before counts on for documents whose kinds did not change. */
  function define(resources: readonly CustomResource[]): void {
    custom = describeCustomResources(resources);
    customValidator = validatorsOf(resources);
    catalogs.clear();
  }

  return Object.freeze({
    define,
    catalog,
    note,
    known,
    diagnose,
    /** Every error of the server for itself, as the command line lists them. */
    findAll: (document: Document, version: KubernetesVersion, severities?: Severities) =>
      findAll(document, catalog(version), { customValidator, rules: rulesOf(severities) }),
    findAsManifest: (document: Document, version: KubernetesVersion) => findAsManifest(document, catalog(version), customValidator),
    across: (document: Document, { snapshot, uri }: Place, version: KubernetesVersion, severities?: Severities) =>
      diagnoseAcross(document, { catalog: catalog(version), snapshot, uri }, rulesOf(severities)),
    versionOf,
    complete,
    hover,
    symbols: symbolsOf,
    folds: foldsOf,
    selections: selectionsAt,
    definitions: definitionsAt,
    references: referencesAt,
    links: linksOf,
    document: (about: DocumentationKey, version: KubernetesVersion, language: Language): string | undefined =>
      documentation(about, catalog(version), language),
  });
}

interface KnownFindings {
  /** For which they are known to hold. */
  catalog: Catalog;
  readonly rules: RuleChoice;
  readonly findings: readonly Finding[];
}

/** Whether two catalogs of one version say the same of every object of a document; kinds that either does not know may be another's slip. */
function saysTheSame(document: Document, before: Catalog, now: Catalog): boolean {
  if (before.version !== now.version) return false;
  const resources = resourcesOf(document, now);
  return (
    resources.length > 0 &&
    resources.every(({ apiVersion, kind, known }) => {
      const earlier = before.kind(apiVersion, kind);
      return known !== undefined && (known.custom ? earlier === known : earlier?.custom === false);
    })
  );
}

/** A file among all that are known. */
export interface Place {
  readonly snapshot: Snapshot;
  readonly uri: string;
}

/** A file's own word on its version: `# kijabi: kubernetesVersion=1.33` before its first content. */
export function versionOf(file: SourceFile): KubernetesVersion | undefined {
  const [first] = file.documents;
  const head = /^(?:\s*(?:#.*)?(?:\r?\n|$))*/.exec(`${first?.lead ?? ''}${first?.document.text ?? ''}`)?.[0] ?? '';
  const wanted = /#\s*kijabi:.*\bkubernetesVersion=v?(\d+\.\d+)/.exec(head)?.[1];
  return KUBERNETES_VERSIONS.find((version) => version === wanted);
}

function documentation({ kind, type, field }: DocumentationKey, catalog: Catalog, language: Language): string | undefined {
  if (kind !== undefined) {
    const known = catalog.kind(kind.apiVersion, kind.kind);
    return known && catalog.describe(known.type);
  }
  return type === undefined ? undefined : (toolCatalog(language).describe(type, field) ?? catalog.describe(type, field));
}

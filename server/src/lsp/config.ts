import { isArray, isObject, type Json } from '../core/base/json.ts';
import type { HintChoice } from '../core/features/hints.ts';
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS, type KubernetesVersion } from '../core/kube/catalog.ts';
import type { Severity } from '../core/rules/finding.ts';
import type { Language } from '../core/text/text.ts';
import { parseDocument } from '../core/yaml/parse.ts';

/** The settings of `kijabi.*`, read and checked. */
export interface Config {
  readonly language: Language;
  readonly kubernetesVersion: KubernetesVersion;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly crds: readonly string[];
  readonly exclude: readonly string[];
  /** The preset or file that somebody chose. */
  readonly cluster: string | undefined;
  readonly codeLens: boolean;
  readonly placementLens: boolean;
  readonly inlayHints: boolean;
  readonly hints: HintChoice;
}

const DEFAULT_EXCLUDE = ['**/node_modules/**', '**/.git/**'];

/** Reads settings as a client sends them; what is missing or wrong takes its default. */
export function readConfig(settings: unknown, displayLanguage: string): Config {
  const at = (...path: readonly string[]): unknown => {
    let value: unknown = settings;
    for (const key of path) value = isObject(value) ? value[key] : undefined;
    return value;
  };
  return {
    language: languageOf(at('language'), displayLanguage),
    kubernetesVersion: versionNamed(at('kubernetesVersion')) ?? DEFAULT_KUBERNETES_VERSION,
    rules: severitiesOf(at('rules')),
    crds: textsOf(at('schemas', 'crds')),
    exclude: at('files', 'exclude') === undefined ? DEFAULT_EXCLUDE : textsOf(at('files', 'exclude')),
    cluster: textOf(at('simulation', 'cluster')),
    codeLens: at('codeLens', 'enabled') !== false,
    placementLens: at('codeLens', 'placement') !== false,
    inlayHints: at('inlayHints', 'enabled') !== false,
    hints: {
      qos: at('inlayHints', 'qos') !== false,
      rollout: at('inlayHints', 'rollout') !== false,
      schedule: at('inlayHints', 'schedule') !== false,
    },
  };
}

/** What a `.kijabi.yaml` says for its folder; undefined where it says nothing. */
export interface FolderConfig {
  readonly kubernetesVersion?: KubernetesVersion;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly exclude: readonly string[];
  readonly crds: readonly string[];
  readonly cluster?: string;
}

export function readFolderConfig(text: string): FolderConfig {
  const { value } = parseDocument(text);
  const at = (key: string): Json | undefined => (isObject(value) ? value[key] : undefined);
  const kubernetesVersion = versionNamed(at('kubernetesVersion'));
  const cluster = textOf(at('cluster'));
  return {
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    rules: severitiesOf(at('rules')),
    exclude: textsOf(at('exclude')),
    crds: textsOf(at('crds')),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

function languageOf(wanted: unknown, displayLanguage: string): Language {
  if (wanted === 'en') return 'en';
  return wanted === 'auto' && !displayLanguage.startsWith('ko') ? 'en' : 'ko';
}

/** An unquoted 1.30 in YAML is the number 1.3: both are taken for what was meant. */
export function versionNamed(wanted: unknown): KubernetesVersion | undefined {
  const text = String(wanted).replace(/^v/, '');
  return KUBERNETES_VERSIONS.find((version) => version === text || text.startsWith(`${version}.`));
}

const SEVERITIES: readonly string[] = ['off', 'hint', 'info', 'warning', 'error'];

function severitiesOf(value: unknown): Readonly<Record<string, Severity | 'off'>> {
  if (!isObject(value)) return {};
  const known = Object.entries(value).map(([rule, severity]) => [rule, severity === false ? 'off' : severity] as const);
  return Object.fromEntries(known.filter((entry): entry is readonly [string, Severity | 'off'] => SEVERITIES.includes(String(entry[1]))));
}

function textsOf(value: unknown): readonly string[] {
  return isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

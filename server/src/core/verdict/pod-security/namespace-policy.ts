import { isObject, type Json } from '../../base/json.ts';
import { LEVELS, type Level, type LevelAtVersion, type PolicyVersion } from './policy.ts';

/** What a namespace asks of its pods: what is refused, and what is only warned of. */
export interface NamespacePolicy {
  readonly enforce: LevelAtVersion;
  readonly warn: LevelAtVersion;
  readonly problems: readonly LabelProblem[];
}

/** A label that the API server refuses on a namespace. */
export interface LabelProblem {
  readonly label: string;
  readonly value: string;
  /** Upstream's own words. */
  readonly detail: string;
}

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'] as const;

/**
 * The standards that the labels of a namespace ask for. A level that is none counts as restricted where it enforces, and as
 * privileged where it warns; who enforces a level and says nothing of warnings is warned at that level.
 *
 * Mirrors k8s.io/pod-security-admission/api/helpers.go PolicyToEvaluate.
 */
export function namespacePolicy(labels: Json | undefined): NamespacePolicy {
  const read = new Map(MODES.map((mode) => [mode, modeIn(labels, mode)]));
  const [enforce, warn] = [read.get('enforce') ?? SILENT, read.get('warn') ?? SILENT];
  const enforced = {
    level: enforce.level ?? (enforce.isLevelWrong ? 'restricted' : 'privileged'),
    version: enforce.version ?? 'latest',
  } as const;
  const isWarnImplied = warn.level === undefined && !warn.isLevelWrong && enforce.level !== undefined && enforce.level !== 'privileged';
  const warned: LevelAtVersion = isWarnImplied
    ? { level: enforced.level, version: warn.version ?? enforced.version }
    : { level: warn.level ?? 'privileged', version: warn.version ?? 'latest' };
  return { enforce: enforced, warn: warned, problems: MODES.flatMap((mode) => read.get(mode)?.problems ?? []) };
}

interface Mode {
  readonly level: Level | undefined;
  readonly isLevelWrong: boolean;
  /** Undefined where no label names it; one that is wrong counts as the newest. */
  readonly version: PolicyVersion | undefined;
  readonly problems: readonly LabelProblem[];
}

const SILENT: Mode = { level: undefined, isLevelWrong: false, version: undefined, problems: [] };

function modeIn(labels: Json | undefined, mode: (typeof MODES)[number]): Mode {
  const [levelLabel, versionLabel] = [PREFIX + mode, `${PREFIX}${mode}-version`];
  const [writtenLevel, writtenVersion] = [textIn(labels, levelLabel), textIn(labels, versionLabel)];
  const level = LEVELS.find((each) => each === writtenLevel);
  const version = versionOf(writtenVersion);
  const isLevelWrong = writtenLevel !== undefined && level === undefined;
  const isVersionWrong = writtenVersion !== undefined && version === undefined;
  const problems: readonly LabelProblem[] = [
    ...(isLevelWrong ? [{ label: levelLabel, value: writtenLevel, detail: `must be one of ${LEVELS.join(', ')}` }] : []),
    ...(isVersionWrong ? [{ label: versionLabel, value: writtenVersion, detail: 'must be "latest" or "v1.x"' }] : []),
  ];
  return { level, isLevelWrong, version: isVersionWrong ? 'latest' : version, problems };
}

function versionOf(written: string | undefined): PolicyVersion | undefined {
  if (written === 'latest') return 'latest';
  const minor = /^v1\.(\d|[1-9]\d*)$/.exec(written ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function textIn(labels: Json | undefined, label: string): string | undefined {
  const value = isObject(labels) && Object.hasOwn(labels, label) ? labels[label] : undefined;
  // The server decodes null as an empty text.
  return value === null ? '' : typeof value === 'string' ? value : undefined;
}

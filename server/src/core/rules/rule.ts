import { formatPath, type Path } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import type { Question } from '../kube/object-index.ts';
import type { Resource } from '../kube/resource.ts';
import type { Snapshot } from '../kube/snapshot.ts';
import type { Message } from '../text/text.ts';
import { keyRangeOf, valueRangeOf } from '../yaml/locate.ts';
import type { Finding, Fix, Severity } from './finding.ts';

/** What a rule knows besides the object: the other files, and the API of the version. */
export interface Setting {
  readonly catalog: Catalog;
  readonly snapshot: Snapshot;
  /** The file that holds the object. */
  readonly uri: string;
  /** Takes down what a rule asked about other objects: it looks again when an answer changes. */
  readonly asked?: Set<Question>;
}

/** What a rule found; which rule and how severe is the table's to say. */
export type RuleFinding = Omit<Finding, 'rule' | 'severity' | 'goField'> & {
  /** When it is not as sure as the rule's own severity says. */
  readonly severity?: Severity;
};

/** Looks at one object that the API server accepts. Pure, and quiet where it is not sure. */
export type Check = (resource: Resource, setting: Setting) => readonly RuleFinding[];

export interface Rule {
  /** The name of its file. */
  readonly id: string;
  /** Unless users say otherwise. */
  readonly severity: Severity | 'off';
  /** 'workspace': what it finds may change with other files. */
  readonly scope: 'object' | 'workspace';
  /** 'custom': it looks at kinds that Kubernetes itself does not have, whether or not their definition is at hand. */
  readonly kinds: 'built-in' | 'custom';
  readonly check: Check;
}

/** A finding at a place below the object: on the value where it is one word, else on its key or the nearest that is written. */
export function found(resource: Resource, path: Path, message: Message, more: FindingParts = {}): RuleFinding {
  const at: Path = [...resource.path, ...path];
  const range = more.onKey === true ? keyRangeOf(resource.document, at) : valueRangeOf(resource.document, at);
  const { fixes = [], related = [], tag } = more;
  return { range, message, at, path: formatPath(path), related, fixes, ...(tag === undefined ? {} : { tag }) };
}

export interface FindingParts {
  readonly fixes?: readonly Fix[];
  readonly related?: Finding['related'];
  readonly tag?: NonNullable<Finding['tag']>;
  /** Marks the key rather than the value. */
  readonly onKey?: true;
}

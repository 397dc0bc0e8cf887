import type { ObjectMeta } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, type Report, ROOT, warn } from '../field.ts';
import { effectiveName } from '../metadata.ts';
import { dnsLabel } from '../names.ts';

/** A name that may be the owner's but makes bad names of pods: the strategies of pkg/registry/apps and pkg/registry/batch. */
export function warnOfPodNames(report: Report, metadata: ObjectMeta | undefined, users = 'Pod names and hostnames'): void {
  const name = effectiveName(metadata);
  const problems = dnsLabel(name).map(({ detail }) => detail);
  if (problems.length === 0) return;
  const text = `metadata.name: this is used in ${users}, which can result in surprising behavior; a DNS label is recommended`;
  warn(report, child(ROOT, 'metadata', 'name'), `${text}: [${problems.join(' ')}]`, message('verdict.warnPodNames', { name }));
}

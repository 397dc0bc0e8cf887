import type { ObjectMeta } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { Context } from '../context.ts';
import { child, type Report, ROOT, warn } from '../field.ts';
import { has } from '../versions.ts';

const SUFFIX = '.static.k8s.io';

/** WarningsForStaticSuffix (pkg/apis/admissionregistration/validation/static_suffix.go). */
export function warnOfStaticName({ metadata }: { readonly metadata?: ObjectMeta }, report: Report, context: Context): void {
  if (!(metadata?.name ?? '').endsWith(SUFFIX) || !has(context, 'staticAdmissionNames')) return;
  const text = `metadata.name: names ending with "${SUFFIX}" are reserved for static manifest-based configurations and cannot be managed via the API`;
  warn(report, child(ROOT, 'metadata', 'name'), text, message('verdict.admission.staticName', { suffix: SUFFIX }));
}

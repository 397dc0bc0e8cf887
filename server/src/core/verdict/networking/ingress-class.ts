import type { IngressClass, IngressClassParametersReference } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf, onlyWith } from '../checks.ts';
import type { KindRules, Mutable } from '../context.ts';
import { child, type FieldPath, invalidFor, type Report, ROOT, required, tooLong } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { byteLength, dnsLabel, dnsSubdomain } from '../names.ts';
import { validateDomainPrefixedPath } from '../paths.ts';
import { validateReference } from './ingress.ts';

const SPEC = child(ROOT, 'spec');
const LONGEST_CONTROLLER = 250;

/** networking.k8s.io/v1 IngressClass: ValidateIngressClass (pkg/apis/networking/validation/validation.go). */
export const ingressClass: KindRules<IngressClass> = { setDefaults, validate };

function setDefaults({ spec }: Mutable<IngressClass>): void {
  if (spec?.parameters !== undefined) spec.parameters.scope ??= 'Cluster';
}

function validate({ metadata, spec }: IngressClass, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
  const { controller = '', parameters } = spec ?? {};
  const path = child(SPEC, 'controller');
  if (byteLength(controller) > LONGEST_CONTROLLER) tooLong(report, path, controller, LONGEST_CONTROLLER);
  validateDomainPrefixedPath(report, path, controller);
  if (parameters !== undefined) validateParameters(report, child(SPEC, 'parameters'), parameters);
}

function validateParameters(report: Report, path: FieldPath, parameters: IngressClassParametersReference): void {
  const { scope, namespace } = parameters;
  const place = child(path, 'namespace');
  validateReference(report, path, parameters);
  checkOneOf(report, child(path, 'scope'), scope, ['Cluster', 'Namespace']);
  if (scope === 'Cluster' && namespace !== undefined) onlyWith(report, place, "`parameters.scope` is set to 'Cluster'", 'scope: Namespace');
  if (scope !== 'Namespace') return;
  if (namespace === undefined) required(report, place, "`parameters.scope` is set to 'Namespace'", message('verdict.required'));
  else invalidFor(report, place, namespace, dnsLabel(namespace));
}

import type { ClusterRoleBinding, RbacV1Subject, RoleBinding } from '../../generated/api.ts';
import { requireChecked, requireText } from '../checks.ts';
import type { KindRules, Mutable } from '../context.ts';
import { child, eachItem, type FieldPath, invalidFor, notSupported, type Report, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, pathSegment } from '../names.ts';

const GROUP = 'rbac.authorization.k8s.io';
type Binding = RoleBinding | ClusterRoleBinding;

/** rbac.authorization.k8s.io/v1 RoleBinding: ValidateRoleBinding (pkg/apis/rbac/validation/validation.go). */
export const roleBinding: KindRules<RoleBinding> = {
  setDefaults,
  validate(object, report) {
    validateBinding(object, report, true, ['Role', 'ClusterRole']);
  },
};

/** ClusterRoleBinding: ValidateClusterRoleBinding. */
export const clusterRoleBinding: KindRules<ClusterRoleBinding> = {
  setDefaults,
  validate(object, report) {
    validateBinding(object, report, false, ['ClusterRole']);
  },
};

function setDefaults(object: Mutable<Binding>): void {
  object.roleRef ??= { apiGroup: '', kind: '', name: '' };
  object.roleRef.apiGroup ||= GROUP;
  for (const subject of object.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= GROUP;
  }
}

function validateBinding({ metadata, roleRef, subjects }: Binding, report: Report, namespaced: boolean, kinds: readonly string[]): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced, name: pathSegment });
  const { apiGroup = '', kind = '', name } = roleRef;
  if (apiGroup !== GROUP) notSupported(report, child(ROOT, 'roleRef', 'apiGroup'), apiGroup, [GROUP]);
  if (!kinds.includes(kind)) notSupported(report, child(ROOT, 'roleRef', 'kind'), kind, kinds);
  requireChecked(report, child(ROOT, 'roleRef', 'name'), name, pathSegment);
  eachItem(child(ROOT, 'subjects'), subjects, (subject, path) => validateSubject(report, path, subject, namespaced));
}

/** ValidateRoleBindingSubject. */
function validateSubject(report: Report, path: FieldPath, subject: RbacV1Subject, isNamespaced: boolean): void {
  const { name = '', kind = '', apiGroup = '', namespace } = subject;
  const needGroup = (group: string) => {
    if (apiGroup !== group) notSupported(report, child(path, 'apiGroup'), apiGroup, [group]);
  };
  requireText(report, child(path, 'name'), name);
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') invalidFor(report, child(path, 'name'), name, dnsSubdomain(name));
      needGroup('');
      if (!isNamespaced) requireText(report, child(path, 'namespace'), namespace);
      return;
    case 'User':
    case 'Group':
      needGroup(GROUP);
      return;
    default:
      notSupported(report, child(path, 'kind'), kind, ['ServiceAccount', 'User', 'Group']);
  }
}

import type {
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  ObjectMeta,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { isSame, requireText } from '../checks.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, key, type Report, ROOT, required, requireOneOf, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dns1035Label, dnsSubdomain, type NameCheck } from '../names.ts';
import { validateConversion } from './conversion.ts';
import { validateNames } from './definition-names.ts';
import { someSchema } from './schema.ts';
import { validateColumns, validateDeprecation, validateSelectableFields, validateSubresources } from './version-parts.ts';
import { validateVersionSchema } from './version-schema.ts';

const SPEC = child(ROOT, 'spec');
const APPROVAL = 'api-approved.kubernetes.io';

/**
 * apiextensions.k8s.io/v1 CustomResourceDefinition: ValidateCustomResourceDefinition of
 * staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go.
 */
export const customResourceDefinition: KindRules<CustomResourceDefinition> = { setDefaults, validate, warn: warnOfFormats };

function setDefaults(object: Mutable<CustomResourceDefinition>): void {
  const { names } = object.spec ?? {};
  if (names !== undefined) {
    if ((names.singular ?? '') === '') names.singular = (names.kind ?? '').toLowerCase();
    if ((names.listKind ?? '') === '' && (names.kind ?? '') !== '') names.listKind = `${names.kind}List`;
  }
  if (object.spec === undefined) return;
  object.spec.conversion ??= { strategy: 'None' };
  const service = object.spec.conversion.webhook?.clientConfig?.service;
  if (service !== undefined) service.port ??= 443;
}

const NOTHING = { group: '', names: { kind: '', plural: '' }, scope: '', versions: [] } as const satisfies CustomResourceDefinitionSpec;

function validate({ metadata, spec = NOTHING }: CustomResourceDefinition, report: Report, context: Context): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: nameOf(spec), anyFinalizer: true });
  validateSpec(report, spec, context);
  validateStored(report, spec.versions ?? []);
  validateApproval(report, metadata, spec.group ?? '');
  if (spec.preserveUnknownFields !== true) return;
  const detail = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  invalid(report, child(SPEC, 'preserveUnknownFields'), true, detail, message('verdict.crd.preserveUnknown'));
}

function nameOf({ names, group = '' }: CustomResourceDefinitionSpec): NameCheck {
  const wanted = `${names?.plural ?? ''}.${group}`;
  return (name) => {
    const wrong = { detail: 'must be spec.names.plural+"."+spec.group', words: message('verdict.crd.name', { wanted }) };
    return name === wanted ? dnsSubdomain(name) : [...dnsSubdomain(name), wrong];
  };
}

/** Versions that say the same of something say it once, under `spec` (Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_CustomResourceDefinitionSpec). */
function isShared(versions: readonly CustomResourceDefinitionVersion[], field: keyof CustomResourceDefinitionVersion): boolean {
  return versions.every((version) => isSame(version[field], versions[0]?.[field]));
}

function validateSpec(report: Report, spec: CustomResourceDefinitionSpec, context: Context): void {
  const { group = '', versions = [], names } = spec;
  validateGroup(report, child(SPEC, 'group'), group);
  requireOneOf(report, child(SPEC, 'scope'), spec.scope, ['Cluster', 'Namespaced']);
  eachItem(child(SPEC, 'versions'), versions, ({ schema }, path) => {
    if (schema?.openAPIV3Schema === undefined) required(report, child(path, 'schema', 'openAPIV3Schema'));
  });
  const hasDefaults = versions.some(
    ({ schema }) => schema?.openAPIV3Schema !== undefined && someSchema(schema.openAPIV3Schema, (each) => each.default !== undefined),
  );
  if (hasDefaults && spec.preserveUnknownFields === true) {
    const detail = 'must be false in order to use defaults in the schema';
    invalid(report, child(SPEC, 'preserveUnknownFields'), true, detail, message('verdict.crd.preserveUnknown'));
  }
  validateVersions(report, versions, context);
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) requireText(report, child(SPEC, 'names', field), names?.[field]);
  if (names !== undefined) validateNames(report, child(SPEC, 'names'), names);
  if (spec.conversion?.strategy !== 'None' && spec.preserveUnknownFields === true) {
    const detail = 'must be None if spec.preserveUnknownFields is true';
    invalid(report, child(SPEC, 'conversion', 'strategy'), spec.conversion?.strategy, detail, message('verdict.crd.preserveUnknown'));
  }
  if (spec.conversion !== undefined) validateConversion(report, child(SPEC, 'conversion'), spec.conversion);
}

function validateGroup(report: Report, path: FieldPath, group: string): void {
  const problems = dnsSubdomain(group);
  if (group === '') required(report, path);
  else if (problems.length > 0) invalidFor(report, path, group, problems);
  else if (!group.includes('.')) {
    invalid(report, path, group, 'should be a domain with at least one dot', message('verdict.domainParts', { least: 2 }));
  }
}

function validateVersions(report: Report, versions: readonly CustomResourceDefinitionVersion[], context: Context): void {
  const list = child(SPEC, 'versions');
  const shares = {
    schema: isShared(versions, 'schema'),
    subresources: isShared(versions, 'subresources'),
    additionalPrinterColumns: isShared(versions, 'additionalPrinterColumns'),
    selectableFields: isShared(versions, 'selectableFields'),
  };
  eachItem(list, versions, (version, path, position) => {
    const { name = '' } = version;
    invalidFor(report, child(path, 'name'), name, dns1035Label(name));
    validateDeprecation(report, path, version);
    // What all versions share, the server looks at once and calls by the name it had in v1beta1.
    if (position > 0 && Object.values(shares).every((isSharedPart) => isSharedPart)) return;
    const at = (part: keyof typeof shares, shared: string): FieldPath | undefined => {
      const written = child(path, part);
      if (!shares[part]) return written;
      return position === 0 ? { text: `spec.${shared}`, at: written.at } : undefined;
    };
    validateParts(report, version, at, context);
  });
  const words = (what: 'unique' | 'storage') => message(what === 'unique' ? 'verdict.crd.versionUnique' : 'verdict.crd.versionStorage');
  if (new Set(versions.map(({ name }) => name)).size < versions.length) {
    invalid(report, list, undefined, 'must contain unique version names', words('unique'));
  }
  if (versions.filter(({ storage }) => storage === true).length !== 1) {
    invalid(report, list, undefined, 'must have exactly one version marked as storage version', words('storage'));
  }
  const first = versions[0]?.name ?? '';
  if (first !== '') invalidFor(report, { text: 'spec.version', at: [...list.at, 0, 'name'] }, first, dns1035Label(first));
}

type PartPath = (
  part: 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields',
  shared: string,
) => FieldPath | undefined;

function validateParts(report: Report, version: CustomResourceDefinitionVersion, at: PartPath, context: Context): void {
  const schemaPath = at('schema', 'validation');
  const hasStatus = version.subresources?.status !== undefined;
  const schema = version.schema?.openAPIV3Schema;
  if (schemaPath !== undefined && schema !== undefined)
    validateVersionSchema(report, child(schemaPath, 'openAPIV3Schema'), schema, hasStatus, context);
  const subresources = at('subresources', 'subresources');
  if (subresources !== undefined && version.subresources !== undefined) validateSubresources(report, subresources, version.subresources);
  const columns = at('additionalPrinterColumns', 'additionalPrinterColumns');
  if (columns !== undefined) validateColumns(report, columns, version.additionalPrinterColumns ?? []);
  const fields = at('selectableFields', 'selectableFields');
  const selectable = version.selectableFields ?? [];
  if (fields === undefined || selectable.length === 0) return;
  const isShared = fields.text === 'spec.selectableFields';
  // Fields that all versions share look for a schema that they share too, and fields of one version for its own.
  const sharesSchema = schemaPath === undefined || schemaPath.text === 'spec.validation';
  const hasSchema = isShared === sharesSchema && (isShared ? version.schema : schema) !== undefined;
  if (hasSchema) validateSelectableFields(report, fields, selectable, schema ?? {});
  else {
    const wanted = isShared ? 'validations.schema is included' : '`version.schema.openAPIV3Schema` is not included';
    invalid(report, fields, '', `may only be set when ${wanted}`, message('verdict.crd.selectableSchema'));
  }
}

/** ValidateCustomResourceDefinitionStoredVersions: the status that the server writes itself names the first storage version. */
function validateStored(report: Report, versions: readonly CustomResourceDefinitionVersion[]): void {
  const path = { text: 'status.storedVersions', at: [...SPEC.at, 'versions'] };
  const words = message('verdict.crd.versionStorage');
  const stored = versions.find(({ storage }) => storage === true);
  if (stored === undefined) {
    invalid(report, path, undefined, 'must have at least one stored version', words);
    return;
  }
  versions.forEach(({ name, storage }, position) => {
    const isAgain = versions.findIndex((each) => each.name === name) < position;
    if (storage === true && (name !== stored.name || isAgain))
      invalid(report, path, undefined, `must have the storage version ${name}`, words);
  });
}

/** validateAPIApproval: groups of Kubernetes' own need its approval. */
function validateApproval(report: Report, metadata: ObjectMeta | undefined, group: string): void {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return;
  const annotation = metadata?.annotations?.[APPROVAL] ?? '';
  const path = key(child(ROOT, 'metadata', 'annotations'), APPROVAL);
  const words = message('verdict.crd.approval', { annotation: APPROVAL });
  const hint = `protected groups must have approval annotation "${APPROVAL}"`;
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (annotation === '') required(report, path, `${hint}, ${see}`, words);
  else if (!annotation.startsWith('unapproved') && !/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#\s]+/.test(annotation)) {
    invalid(report, path, annotation, `${hint} with either a URL or a reason starting with "unapproved", ${see}`, words);
  }
}

const FORMATS = new Set(
  'bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn hexcolor rgbcolor byte password date duration datetime k8sshortname k8slongname'.split(
    ' ',
  ),
);

/** getUnrecognizedFormatsInCRD (staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go). */
function warnOfFormats({ spec }: CustomResourceDefinition, report: Report): void {
  const versions = spec?.versions ?? [];
  const judged = isShared(versions, 'schema') ? versions.slice(0, 1) : versions;
  judged.forEach(({ schema }, position) => {
    const root = schema?.openAPIV3Schema;
    if (root === undefined) return;
    someSchema(root, ({ type = '', format = '' }) => {
      if (format !== '' && !isKnownFormat(type, format)) {
        const path = child(SPEC, 'versions');
        warn(
          report,
          { text: path.text, at: [...path.at, position, 'schema'] },
          `unrecognized format "${format}"`,
          message('verdict.crd.format', { format }),
        );
      }
      return false;
    });
  });
}

function isKnownFormat(type: string, format: string): boolean {
  if (type === '' || type === 'string') return FORMATS.has(format.replaceAll('-', ''));
  if (type === 'integer') return format === 'int32' || format === 'int64';
  return type === 'number' && (format === 'float' || format === 'double');
}

import type { EnvFromSource, EnvVar, EnvVarSource, FileKeySelector } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { type Complaint, child, eachItem, type FieldPath, invalid, invalidFor, notFound, type Report, required } from '../field.ts';
import { complaints, configKey, dnsLabel, dnsSubdomain, FINE, maskTrailingDash } from '../names.ts';
import { has } from '../versions.ts';
import { ENVIRONMENT_FIELDS, validateFieldRef, validateResourceFieldRef } from './downward-api.ts';
import { validateNoBacksteps } from './local-paths.ts';
import { eachContainer, type PodScope } from './pod-scope.ts';

/** Environment variables of a container: ValidateEnv of pkg/apis/core/validation/validation.go. */
export function validateEnvironment(scope: PodScope, path: FieldPath, variables: readonly EnvVar[] | undefined): void {
  eachItem(path, variables, ({ name = '', value = '', valueFrom }, place) => {
    if (name === '') required(scope.report, child(place, 'name'));
    else invalidFor(scope.report, child(place, 'name'), name, environmentName(name));
    if (valueFrom !== undefined) validateSource(scope, child(place, 'valueFrom'), valueFrom, value);
  });
}

/** Whole ConfigMaps and Secrets as environment: ValidateEnvFrom. The server names the list, not the item. */
export function validateEnvironmentFrom(report: Report, path: FieldPath, sources: readonly EnvFromSource[] | undefined): void {
  eachItem(path, sources, ({ prefix = '', configMapRef, secretRef }, place) => {
    if (prefix !== '') invalidFor(report, child(place, 'prefix'), prefix, environmentName(prefix));
    if (configMapRef !== undefined) validateSourceName(report, child(place, 'configMapRef', 'name'), configMapRef.name);
    if (secretRef !== undefined) validateSourceName(report, child(place, 'secretRef', 'name'), secretRef.name);
    const list = { text: path.text, at: place.at };
    if (configMapRef === undefined && secretRef === undefined) {
      invalid(report, list, '', 'must specify one of: `configMapRef` or `secretRef`', message('verdict.envFromNone'));
    } else if (configMapRef !== undefined && secretRef !== undefined) {
      invalid(report, list, '', 'may not have more than one field specified at a time', message('verdict.onlyOneSource'));
    }
  });
}

/** Files that variables come from have to lie in an emptyDir (validateFileKeyRefVolumes). */
export function validateFileVolumes({ report, spec }: PodScope, path: FieldPath): void {
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name ?? '', volume]));
  eachContainer(spec, path, (container, containerPath) => {
    eachItem(child(containerPath, 'env'), container.env, (variable, place) => {
      const file = variable.valueFrom?.fileKeyRef;
      if (file === undefined) return;
      const { volumeName = '' } = file;
      const at = child(place, 'valueFrom', 'fileKeyRef', 'volumeName');
      const volume = volumes.get(volumeName);
      if (volume === undefined) notFound(report, at, volumeName);
      else if (volume.emptyDir === undefined) {
        invalid(report, at, volumeName, 'referenced volume must be of type emptyDir', message('verdict.fileVolume'));
      }
    });
  });
}

const UNPRINTABLE = /[^\x20-\x7e]|=/;

/** IsRelaxedEnvVarName. */
function environmentName(name: string): readonly Complaint[] {
  if (!UNPRINTABLE.test(name)) return FINE;
  const detail = "a valid environment variable name must consist only of printable ASCII characters other than '='";
  return complaints([detail], message('verdict.environmentName'));
}

function validateSource(scope: PodScope, path: FieldPath, source: EnvVarSource, value: string): void {
  const { report, context } = scope;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  if (fieldRef !== undefined) validateFieldRef(report, child(path, 'fieldRef'), fieldRef, ENVIRONMENT_FIELDS);
  if (resourceFieldRef !== undefined) validateResourceFieldRef(report, child(path, 'resourceFieldRef'), resourceFieldRef, false);
  if (configMapKeyRef !== undefined) validateKeyRef(report, child(path, 'configMapKeyRef'), configMapKeyRef);
  if (secretKeyRef !== undefined) validateKeyRef(report, child(path, 'secretKeyRef'), secretKeyRef);
  if (fileKeyRef !== undefined) validateFileKeyRef(report, child(path, 'fileKeyRef'), fileKeyRef);
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter((each) => each !== undefined);
  if (sources.length === 0) {
    const names = has(context, 'environmentFiles')
      ? '`configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
      : '`configMapKeyRef` or `secretKeyRef`';
    invalid(report, path, '', `must specify one of: \`fieldRef\`, \`resourceFieldRef\`, ${names}`, message('verdict.valueFromNone'));
  } else if (value !== '') {
    invalid(report, path, '', 'may not be specified when `value` is not empty', message('verdict.valueAndValueFrom'));
  } else if (sources.length > 1) {
    invalid(report, path, '', 'may not have more than one field specified at a time', message('verdict.onlyOneSource'));
  }
}

function validateKeyRef(report: Report, path: FieldPath, { name = '', key = '' }: { readonly name?: string; readonly key?: string }): void {
  invalidFor(report, child(path, 'name'), name, dnsSubdomain(name));
  if (key === '') required(report, child(path, 'key'));
  else invalidFor(report, child(path, 'key'), key, configKey(key));
}

function validateFileKeyRef(report: Report, path: FieldPath, { key = '', volumeName = '', path: file = '' }: FileKeySelector): void {
  if (key === '') required(report, child(path, 'key'));
  else invalidFor(report, child(path, 'key'), key, environmentName(key));
  if (volumeName === '') required(report, child(path, 'volumeName'));
  else invalidFor(report, child(path, 'volumeName'), volumeName, dnsLabel(volumeName));
  if (file === '') required(report, child(path, 'path'));
  else validateNoBacksteps(report, child(path, 'path'), file);
}

function validateSourceName(report: Report, path: FieldPath, name = ''): void {
  if (name === '') required(report, path);
  else invalidFor(report, path, name, dnsSubdomain(maskTrailingDash(name)));
}

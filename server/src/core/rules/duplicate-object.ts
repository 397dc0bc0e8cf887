import { type FoundObject, isAt } from '../kube/object-index.ts';
import { message } from '../text/text.ts';
import { type Check, found, type RuleFinding, type Setting } from './rule.ts';
import { folderOf, objectsNamed } from './workspace.ts';

/**
 * Two objects of one kind, name and namespace: whichever is applied last wins. Files of one folder are likely applied together,
 * but may be variants of each other; and kustomize makes one of several.
 */
export const check: Check = (resource, setting) => {
  const { apiVersion, kind, name, namespace, document, path } = resource;
  if (name === undefined) return [];
  const same = objectsNamed(setting, kind, name).filter(
    ({ definition }) => definition.apiVersion === apiVersion && (definition.namespace ?? 'default') === (namespace ?? 'default'),
  );
  const here = same.filter(({ uri }) => uri === setting.uri);
  const at = ['metadata', 'name'];
  if (here.length > 1 && here[0] !== undefined && !isAt(here[0], document, path)) {
    return [found(resource, at, message('rules.duplicateObject', { kind, name }))];
  }
  const other = here.length === 1 ? same.find((each) => isBeside(each, setting)) : undefined;
  if (other === undefined) return [];
  const file = decodeURIComponent(other.uri.slice(folderOf(other.uri).length));
  const finding: RuleFinding = found(resource, at, message('rules.duplicateObjectIn', { kind, name, file }));
  return [{ ...finding, severity: 'info' }];
};

function isBeside({ uri }: FoundObject, { uri: own, snapshot }: Setting): boolean {
  const folder = folderOf(own);
  const isKustomized = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].some((each) => snapshot.files.has(folder + each));
  return uri !== own && folderOf(uri) === folder && !isKustomized;
}

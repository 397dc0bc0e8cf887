import { isObject, type Path, valueAt } from '../base/json.ts';
import { type ImageReference, readImage } from '../kube/image-reference.ts';
import type { Resource } from '../kube/resource.ts';
import { type Language, message, say } from '../text/text.ts';
import { pageOfImage } from './image-page.ts';

/** Where an image comes from, which version of it, and when it is pulled. */
export function explainImage(text: string, { value }: Resource, path: Path, language: Language): string | undefined {
  const image = readImage(text);
  if (image === undefined) return undefined;
  const speak = (key: Parameters<typeof message>[0], values = {}): string => say(language, message(key, values));
  const page = pageOfImage(image);
  const repository = page === undefined ? `\`${image.repository}\`` : `[${image.repository}](${page})`;
  const lines = [speak('editor.hover.image', { repository, registry: image.registry }), versionOf(image, speak)];
  const container = valueAt(value, path.slice(0, -1));
  const written = isObject(container) ? container.imagePullPolicy : undefined;
  const isContainer = isObject(container) && 'name' in container;
  if (isContainer && typeof written !== 'string') lines.push(speak('editor.hover.pull', { policy: policyOf(image) }));
  return lines.join('  \n');
}

function versionOf({ tag, digest }: ImageReference, speak: (key: Parameters<typeof message>[0], values?: object) => string): string {
  if (digest !== undefined) return speak('editor.hover.imageDigest', { digest: `${digest.slice(0, 19)}…` });
  return tag === undefined ? speak('editor.hover.imageNoTag') : speak('editor.hover.imageTag', { tag });
}

/** The server's default: pkg/apis/core/v1/defaults.go, SetDefaults_Container. */
function policyOf({ tag, digest }: ImageReference): string {
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

import { message } from '../text/text.ts';
import { child, type FieldPath, invalid, invalidFor, type Report, required } from './field.ts';
import { dnsSubdomain, portNumber } from './names.ts';

interface ServiceReference {
  readonly name?: string;
  readonly namespace?: string;
  readonly path?: string;
  readonly port?: number;
}

export interface WebhookClient {
  readonly url?: string;
  readonly service?: ServiceReference;
}

/** Where a webhook is: a URL or a Service, and not both. `path` is where the server looks for either. */
export function validateWebhookClient(report: Report, path: FieldPath, { url, service }: WebhookClient): void {
  if ((url === undefined) === (service === undefined)) {
    required(report, path, 'exactly one of url or service is required', message('verdict.exactlyOne', { names: 'url, service' }));
  } else if (url !== undefined) validateUrl(report, child(path, 'url'), url);
  else if (service !== undefined) validateService(report, child(path, 'service'), service);
}

const FORM = '; desired format: https://host[/path]';
/** RFC 3986's parts, as far as Go's net/url tells them apart. */
const URL_PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** ValidateWebhookURL (staging/src/k8s.io/apiserver/pkg/util/webhook/validation.go). */
function validateUrl(report: Report, path: FieldPath, url: string): void {
  const parts = URL_PARTS.exec(url);
  if (parts === null || !isReadable(url, parts[2] ?? '', parts[1])) {
    required(report, path, `url must be a valid URL: parse "${url}"${FORM}`, message('verdict.webhook.url'));
    return;
  }
  const [, scheme = '', authority = '', , query = '', fragment = ''] = parts;
  const at = authority.lastIndexOf('@');
  const refuse = (detail: string) => invalid(report, path, url, detail, message('verdict.webhook.url'));
  if (scheme.toLowerCase() !== 'https') refuse(`'https' is the only allowed URL scheme${FORM}`);
  if (authority.slice(at + 1) === '') refuse(`host must be specified${FORM}`);
  if (at >= 0) refuse('user information is not permitted in the URL');
  if (fragment !== '') refuse('fragments are not permitted in the URL');
  if (query !== '') refuse('query parameters are not permitted in the URL');
}

/** Whether Go's url.Parse takes it. */
function isReadable(url: string, authority: string, scheme: string | undefined): boolean {
  for (const char of url) if (char < ' ' || char === '\x7f') return false;
  if (url.startsWith(':')) return false;
  if (/%(?![0-9a-fA-F]{2})/.test(url.split('?')[0] ?? '')) return false;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (/[\s"<>\\^`{|}]/.test(host)) return false;
  const port = host.startsWith('[') ? host.slice(host.lastIndexOf(']') + 1) : host.includes(':') ? host.slice(host.lastIndexOf(':')) : '';
  if (port !== '' && !/^:\d*$/.test(port)) return false;
  // The first segment of a path without scheme must not look like one.
  return scheme !== undefined || url.startsWith('//') || !(url.split('/')[0] ?? '').includes(':');
}

/** ValidateWebhookService; its callers give it name and namespace in each other's place, so that the server names the other one as missing. */
function validateService(
  report: Report,
  path: FieldPath,
  { name = '', namespace = '', path: written, port = 443 }: ServiceReference,
): void {
  const missing = (shown: string, written: string) => {
    required(
      report,
      { text: `${path.text}.${shown}`, at: [...path.at, written] },
      '',
      message('verdict.webhook.missing', { name: written }),
    );
  };
  if (namespace === '') missing('name', 'namespace');
  if (name === '') missing('namespace', 'name');
  const problems = portNumber(port).map(({ detail, words }) => ({ detail: `port is not valid: ${detail}`, words }));
  invalidFor(report, child(path, 'port'), port, problems);
  if (written === undefined || written === '' || written === '/') return;
  validateUrlPath(report, child(path, 'path'), written);
}

function validateUrlPath(report: Report, path: FieldPath, written: string): void {
  const words = message('verdict.webhook.path');
  if (written === '//') {
    invalid(report, path, written, 'segment[0] may not be empty', words);
    return;
  }
  if (!written.startsWith('/')) invalid(report, path, written, "must start with a '/'", words);
  written
    .slice(1)
    .replace(/\/$/, '')
    .split('/')
    .forEach((segment, position) => {
      if (segment === '') invalid(report, path, written, `segment[${position}] may not be empty`, words);
      else for (const { detail } of dnsSubdomain(segment)) invalid(report, path, written, `segment[${position}]: ${detail}`, words);
    });
}

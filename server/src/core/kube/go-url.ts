import { parseIp } from './ip.ts';

/** Whether Go reads a text as the address of a request: a path from the root, or a scheme and what follows. Mirrors net/url.ParseRequestURI. */
export function isRequestUri(text: string): boolean {
  if (text === '' || hasControl(text)) return false;
  if (text === '*') return true;
  if (text.startsWith(':')) return false;
  const [, scheme = '', afterScheme = text] = /^([a-zA-Z][a-zA-Z0-9+.-]*):([\s\S]*)$/.exec(text) ?? [];
  const [rest = ''] = afterScheme.split('?');
  if (!rest.startsWith('/')) return scheme !== '';
  if (scheme === '' || !rest.startsWith('//')) return isEscaped(rest);
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  return isAuthority(authority, scheme.toLowerCase()) && isEscaped(slash < 0 ? '' : rest.slice(slash));
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char < ' ' || char === '\u007f');
}

/** Every `%` begins an escape. */
function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

function isAuthority(authority: string, scheme: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  if (at >= 0 && !(/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) && isEscaped(user))) return false;
  return isHost(authority.slice(at + 1), scheme);
}

const PORT = /^(?::\d*)?$/;

function isHost(host: string, scheme: string): boolean {
  const open = host.lastIndexOf('[');
  if (open > 0) return false;
  if (open === 0) {
    const close = host.lastIndexOf(']');
    const address = host.slice(1, Math.max(close, 1)).replace(/%25.+$/, '');
    return close >= 0 && PORT.test(host.slice(close + 1)) && address.includes(':') && parseIp(address) !== undefined;
  }
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0 && !PORT.test(host.slice(colon))) return false;
  return isHostName(host);
}

/** Only bytes beyond ASCII may be escaped in a host. */
function isHostName(host: string): boolean {
  return /^(?:%[89A-Fa-f][0-9A-Fa-f]|%25|[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"]|[^\0-\x7f])*$/.test(host);
}

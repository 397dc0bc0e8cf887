/**
 * The tag of an image as the API server reads it: `latest` where there is neither tag nor digest, nothing where the reference is no
 * reference at all.
 *
 * Mirrors ParseImageName of pkg/util/parsers/parsers.go over github.com/distribution/reference.
 */
export function tagOf(image: string): string | undefined {
  const read = readImage(image);
  return read && (read.tag ?? (read.digest === undefined ? 'latest' : ''));
}

/** The parts of an image reference, with the registry and the folder that are meant where none is written. */
export interface ImageReference {
  /** `docker.io`, `registry.k8s.io`. */
  readonly registry: string;
  /** `library/nginx`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…`. */
  readonly digest: string | undefined;
}

/** Undefined where the text is no image reference at all. */
export function readImage(image: string): ImageReference | undefined {
  const parts = REFERENCE.exec(withDomain(image));
  if (parts === null || HEX_ID.test(image)) return undefined;
  const { name = '', tag, digest } = parts.groups ?? {};
  if (name.length > LONGEST_NAME || (digest !== undefined && !isDigest(digest))) return undefined;
  const slash = name.indexOf('/');
  return { registry: name.slice(0, slash), repository: name.slice(slash + 1), tag, digest };
}

const LONGEST_NAME = 255;
const HEX_ID = /^[a-f0-9]{64}$/;
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(
  `^(?<name>(?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>${DIGEST}))?$`,
);

/** `nginx` means docker.io/library/nginx; a first part is a domain if it has a dot, a port, capitals, or is localhost. */
function withDomain(image: string): string {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  if (isDomain) return image;
  return slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
}

const HEX_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

function isDigest(digest: string): boolean {
  const colon = digest.indexOf(':');
  const hex = digest.slice(colon + 1);
  return HEX_LENGTH[digest.slice(0, colon)] === hex.length && hex.toLowerCase() === hex;
}

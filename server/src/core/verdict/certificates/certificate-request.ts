import type { PemBlock } from '../core/pem.ts';

/**
 * Why the first PEM block is no certificate request; nothing when it has the shape of one.
 * The signature itself is not computed: only a request whose bytes were changed after signing would fail by it.
 *
 * Mirrors ParseCSR (pkg/apis/certificates/helpers.go) and the outline of crypto/x509 ParseCertificateRequest.
 */
export function requestProblem(blocks: readonly PemBlock[]): string | undefined {
  const [block] = blocks;
  if (block?.label !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  const outer = readValue(block.bytes, 0);
  if (outer === undefined || outer.tag !== SEQUENCE) return 'asn1: structure error: not a certificate request';
  if (outer.end !== block.bytes.length) return 'asn1: syntax error: trailing data';
  const parts = readAll(block.bytes, outer.start, outer.end);
  const [info, algorithm, signature] = parts ?? [];
  if (parts?.length !== 3 || info?.tag !== SEQUENCE || algorithm?.tag !== SEQUENCE || signature?.tag !== BIT_STRING) {
    return 'asn1: structure error: not a certificate request';
  }
  const [version, subject, key] = readAll(block.bytes, info.start, info.end) ?? [];
  const isComplete = version?.tag === INTEGER && subject?.tag === SEQUENCE && key?.tag === SEQUENCE;
  return isComplete ? undefined : 'asn1: structure error: not a certificate request';
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const SEQUENCE = 0x30;

/** A DER value: where its content lies. */
interface Value {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

function readValue(bytes: readonly number[], at: number): Value | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  const count = first & 0x7f;
  if (first < 0x80) return within(bytes, { tag, start: at + 2, end: at + 2 + first });
  if (count === 0 || count > 4) return undefined;
  const length = bytes.slice(at + 2, at + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  // DER wants the shortest length.
  if (length < 0x80 || bytes[at + 2] === 0) return undefined;
  return within(bytes, { tag, start: at + 2 + count, end: at + 2 + count + length });
}

function within(bytes: readonly number[], value: Value): Value | undefined {
  return value.end <= bytes.length ? value : undefined;
}

function readAll(bytes: readonly number[], from: number, to: number): readonly Value[] | undefined {
  const values: Value[] = [];
  for (let at = from; at < to; ) {
    const value = readValue(bytes, at);
    if (value === undefined || value.end > to) return undefined;
    values.push(value);
    at = value.end;
  }
  return values;
}

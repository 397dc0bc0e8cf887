import { base64Bytes } from './base64.ts';

export interface PemBlock {
  readonly label: string;
  readonly hasHeaders: boolean;
  readonly bytes: readonly number[];
}

/** The blocks of a PEM text in order; what is none is passed over, as Go's encoding/pem does. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const [, label = '', body = ''] of text.matchAll(BLOCK)) {
    const lines = body.split(/\r?\n/);
    const headers = lines.findIndex((line) => !/^[^:]*:/.test(line));
    const encoded = lines.slice(Math.max(0, headers)).join('').replace(/\s/g, '');
    if (BASE64.test(encoded)) blocks.push({ label, hasHeaders: headers > 0, bytes: base64Bytes(encoded) });
  }
  return blocks;
}

const BLOCK = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n([\s\S]*?)-----END \1-----/g;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

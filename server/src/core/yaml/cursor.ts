import { breakLength, CODE, codeAt, isBlankOrEnd, isBreakOrEnd } from './characters.ts';
import type { Fault } from './token.ts';

/** A place in a text that is being read, and the first fault met on the way. */
export class Cursor {
  readonly text: string;
  offset = 0;
  line = 0;
  lineStart = 0;
  fault: Fault | undefined;

  constructor(text: string) {
    this.text = text;
    if (codeAt(text, 0) === CODE.byteOrderMark) {
      this.offset = 1;
      this.lineStart = 1;
    }
  }

  get column(): number {
    return this.offset - this.lineStart;
  }

  /** Records a fault found by the scanner itself; the first one stays. */
  fail(reason: string, at = this.offset): void {
    this.fault ??= { reason, serverLine: this.line === 0 ? 0 : this.line + 1, at };
  }

  /** Records a fault found while building the tree, whose line the server counts from 0. */
  failAt(reason: string, token: { readonly start: number; readonly line: number }, at = token.start): void {
    this.fault ??= { reason, serverLine: token.line, at };
  }

  /** Steps over the line break at the current place. */
  skipBreak(): void {
    this.offset += breakLength(this.text, this.offset);
    this.line++;
    this.lineStart = this.offset;
  }

  skipComment(): void {
    while (!isBreakOrEnd(codeAt(this.text, this.offset))) this.offset++;
  }

  /** Whether `---` or `...` stands here, alone at the start of a line. */
  atDocumentMark(): boolean {
    const { text, offset } = this;
    if (offset !== this.lineStart) return false;
    const code = codeAt(text, offset);
    if (code !== CODE.minus && code !== CODE.dot) return false;
    return codeAt(text, offset + 1) === code && codeAt(text, offset + 2) === code && isBlankOrEnd(codeAt(text, offset + 3));
  }
}

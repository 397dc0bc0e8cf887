import { breakLength, CODE, codeAt, END, isBlankOrEnd } from './characters.ts';
import { Cursor } from './cursor.ts';
import { scanDirective } from './scan-directive.ts';
import { scanName, scanTag } from './scan-property.ts';
import { scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts';
import type { PlainToken, Token } from './token.ts';

/** A place where a key may have begun: known as one only when a colon follows on the same line. */
interface PossibleKey {
  possible: boolean;
  /** In a block map every line at its indentation has to be a key. */
  required: boolean;
  tokenNumber: number;
  /** Whether its token is held back until the colon comes or cannot come any more. */
  holds: boolean;
  at: number;
  line: number;
  column: number;
}

/** How far a colon may be from the start of its key, in characters. */
const LONGEST_KEY = 1024;

/**
 * Cuts a text into tokens exactly as the API server's parser does: keys are recognised backwards, from their colon.
 *
 * Mirrors the rules of go.yaml.in/yaml/v2 (scannerc.go). At the first fault it gives `fault` tokens for ever.
 */
export class Scanner extends Cursor {
  /** Column of the innermost block collection, -1 outside of any. */
  indent = -1;
  flowDepth = 0;
  keyAllowed = true;
  #tokens: Token[] = [];
  #head = 0;
  #taken = 0;
  #indents: number[] = [];
  #keys: PossibleKey[] = [{ possible: false, required: false, tokenNumber: 0, holds: false, at: 0, line: 0, column: 0 }];
  #ended = false;

  peek(): Token {
    while (this.fault === undefined && this.#needsMore()) this.#fetch();
    const token = this.fault === undefined ? this.#tokens[this.#head] : undefined;
    return token ?? { kind: 'fault', start: this.offset, end: this.offset, line: this.line };
  }

  /** Takes the token last peeked at. */
  skip(): void {
    this.#head++;
    this.#taken++;
    if (this.#head === this.#tokens.length) {
      this.#tokens.length = 0;
      this.#head = 0;
    }
  }

  #needsMore(): boolean {
    if (this.#head === this.#tokens.length) return !this.#ended;
    for (const key of this.#keys) {
      if (key.holds && key.tokenNumber === this.#taken) return this.#isStillPossible(key);
    }
    return false;
  }

  #fetch(): void {
    this.#skipToToken();
    this.#closeBlocks(this.column);
    const { text, offset } = this;
    const code = codeAt(text, offset);
    if (code === END) {
      this.#fetchEnd();
      return;
    }
    if (this.column === 0) {
      if (code === CODE.percent) {
        this.#fetchDirective();
        return;
      }
      if (this.atDocumentMark()) {
        this.#fetchDocumentMark(code === CODE.minus ? 'documentStart' : 'documentEnd');
        return;
      }
    }
    const next = codeAt(text, offset + 1);
    const closed = this.flowDepth > 0 || isBlankOrEnd(next);
    switch (code) {
      case CODE.openBracket:
        this.#fetchFlowStart('flowListStart');
        return;
      case CODE.openBrace:
        this.#fetchFlowStart('flowMapStart');
        return;
      case CODE.closeBracket:
        this.#fetchFlowEnd('flowListEnd');
        return;
      case CODE.closeBrace:
        this.#fetchFlowEnd('flowMapEnd');
        return;
      case CODE.comma:
        this.#fetchFlowEntry();
        return;
      case CODE.minus:
        if (isBlankOrEnd(next)) {
          this.#fetchListEntry();
          return;
        }
        break;
      case CODE.question:
        if (closed) {
          this.#fetchKey();
          return;
        }
        break;
      case CODE.colon:
        if (closed) {
          this.#fetchValue();
          return;
        }
        break;
      default:
        break;
    }
    this.#fetchContent(code);
  }

  #fetchContent(code: number): void {
    switch (code) {
      case CODE.asterisk:
        this.#fetchSimple(() => scanName(this, 'alias'));
        return;
      case CODE.ampersand:
        this.#fetchSimple(() => scanName(this, 'anchor'));
        return;
      case CODE.exclamation:
        this.#fetchSimple(() => scanTag(this));
        return;
      case CODE.singleQuote:
      case CODE.doubleQuote:
        this.#fetchSimple(() => scanQuoted(this));
        return;
      case CODE.pipe:
      case CODE.greater:
        if (this.flowDepth === 0) {
          this.#fetchBlockScalar();
          return;
        }
        break;
      case CODE.tab:
      case CODE.hash:
      case CODE.percent:
      case CODE.at:
      case CODE.backtick:
        break;
      case CODE.question:
      case CODE.colon:
        if (this.flowDepth === 0) {
          this.#fetchSimple(() => scanPlain(this));
          return;
        }
        break;
      default:
        this.#fetchSimple(() => scanPlain(this));
        return;
    }
    this.fail('found character that cannot start any token');
  }

  /** Blanks, comments and line breaks; a tab may stand only where no key could begin. */
  #skipToToken(): void {
    const { text } = this;
    for (;;) {
      let code = codeAt(text, this.offset);
      while (code === CODE.space || (code === CODE.tab && (this.flowDepth > 0 || !this.keyAllowed))) {
        this.offset++;
        code = codeAt(text, this.offset);
      }
      if (code === CODE.hash) this.skipComment();
      if (breakLength(text, this.offset) === 0) return;
      this.skipBreak();
      if (this.flowDepth === 0) this.keyAllowed = true;
    }
  }

  #push(kind: PlainToken['kind'], length: number): void {
    this.#tokens.push({ kind, start: this.offset, end: this.offset + length, line: this.line });
    this.offset += length;
  }

  #fetchEnd(): void {
    if (this.column !== 0) {
      this.lineStart = this.offset;
      this.line++;
    }
    this.#closeBlocks(-1);
    if (!this.#dropKey()) return;
    this.keyAllowed = false;
    this.#push('streamEnd', 0);
    this.#ended = true;
  }

  #fetchDirective(): void {
    this.#closeBlocks(-1);
    if (!this.#dropKey()) return;
    this.keyAllowed = false;
    const token = scanDirective(this);
    if (token !== undefined) this.#tokens.push(token);
  }

  #fetchDocumentMark(kind: 'documentStart' | 'documentEnd'): void {
    this.#closeBlocks(-1);
    if (!this.#dropKey()) return;
    this.keyAllowed = false;
    this.#push(kind, 3);
  }

  #fetchFlowStart(kind: 'flowListStart' | 'flowMapStart'): void {
    if (!this.#markPossibleKey()) return;
    this.#keys.push({ possible: false, required: false, tokenNumber: this.#nextNumber(), holds: false, at: 0, line: 0, column: 0 });
    this.flowDepth++;
    this.keyAllowed = true;
    this.#push(kind, 1);
  }

  #fetchFlowEnd(kind: 'flowListEnd' | 'flowMapEnd'): void {
    if (!this.#dropKey()) return;
    if (this.flowDepth > 0) {
      this.flowDepth--;
      // The server forgets to hold back an empty collection; what follows it is then read differently.
      const closed = this.#keys.pop();
      const outer = this.#currentKey();
      if (closed?.tokenNumber === outer.tokenNumber) outer.holds = false;
    }
    this.keyAllowed = false;
    this.#push(kind, 1);
  }

  #fetchFlowEntry(): void {
    if (!this.#dropKey()) return;
    this.keyAllowed = true;
    this.#push('flowEntry', 1);
  }

  #fetchListEntry(): void {
    if (this.flowDepth === 0) {
      if (!this.keyAllowed) {
        this.fail('block sequence entries are not allowed in this context');
        return;
      }
      this.#openBlock(this.column, this.#tokens.length, 'blockListStart', this.offset, this.line);
    }
    if (!this.#dropKey()) return;
    this.keyAllowed = true;
    this.#push('listEntry', 1);
  }

  #fetchKey(): void {
    if (this.flowDepth === 0) {
      if (!this.keyAllowed) {
        this.fail('mapping keys are not allowed in this context');
        return;
      }
      this.#openBlock(this.column, this.#tokens.length, 'blockMapStart', this.offset, this.line);
    }
    if (!this.#dropKey()) return;
    this.keyAllowed = this.flowDepth === 0;
    this.#push('key', 1);
  }

  #fetchValue(): void {
    const key = this.#currentKey();
    if (this.#isStillPossible(key)) {
      const position = (): number => (key.tokenNumber < this.#taken ? this.#tokens.length : key.tokenNumber - this.#taken + this.#head);
      this.#tokens.splice(position(), 0, { kind: 'key', start: key.at, end: key.at, line: key.line });
      this.#openBlock(key.column, position(), 'blockMapStart', key.at, key.line);
      key.possible = false;
      key.holds = false;
      this.keyAllowed = false;
    } else {
      if (this.fault !== undefined) return;
      if (this.flowDepth === 0) {
        if (!this.keyAllowed) {
          this.fail('mapping values are not allowed in this context', this.#multiLineStart() ?? this.offset);
          return;
        }
        this.#openBlock(this.column, this.#tokens.length, 'blockMapStart', this.offset, this.line);
      }
      this.keyAllowed = this.flowDepth === 0;
    }
    this.#push('value', 1);
  }

  /** Where a scalar of several lines before this place began: its first line is the one that lacks a colon. */
  #multiLineStart(): number | undefined {
    const last = this.#tokens.at(-1);
    return last?.kind === 'scalar' && last.line < this.line ? last.start : undefined;
  }

  #fetchSimple(scan: () => Token | undefined): void {
    if (!this.#markPossibleKey()) return;
    this.keyAllowed = false;
    const token = scan();
    if (token !== undefined) this.#tokens.push(token);
  }

  #fetchBlockScalar(): void {
    if (!this.#dropKey()) return;
    this.keyAllowed = true;
    const token = scanBlock(this);
    if (token !== undefined) this.#tokens.push(token);
  }

  #nextNumber(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  #currentKey(): PossibleKey {
    return this.#keys[this.#keys.length - 1] as PossibleKey;
  }

  /** False once the colon is out of reach; that is a fault where a key is required. */
  #isStillPossible(key: PossibleKey): boolean {
    if (!key.possible) return false;
    if (key.line === this.line && !this.#isFartherThanKey(key.at)) return true;
    if (key.required) this.fail("could not find expected ':'", key.at);
    key.possible = false;
    return false;
  }

  #isFartherThanKey(start: number): boolean {
    if (this.offset - start <= LONGEST_KEY) return false;
    return [...this.text.slice(start, this.offset)].length > LONGEST_KEY;
  }

  /** Notes that a key may begin here. False after a fault. */
  #markPossibleKey(): boolean {
    if (!this.keyAllowed) return true;
    if (!this.#dropKey()) return false;
    const key = this.#currentKey();
    key.possible = true;
    key.required = this.flowDepth === 0 && this.indent === this.column;
    key.tokenNumber = this.#nextNumber();
    key.holds = true;
    key.at = this.offset;
    key.line = this.line;
    key.column = this.column;
    return true;
  }

  #dropKey(): boolean {
    const key = this.#currentKey();
    if (key.possible && key.required) this.fail("could not find expected ':'", key.at);
    key.possible = false;
    key.holds = false;
    return this.fault === undefined;
  }

  #openBlock(column: number, position: number, kind: 'blockListStart' | 'blockMapStart', start: number, line: number): void {
    if (this.flowDepth > 0 || this.indent >= column) return;
    this.#indents.push(this.indent);
    this.indent = column;
    this.#tokens.splice(position, 0, { kind, start, end: start, line });
  }

  #closeBlocks(column: number): void {
    if (this.flowDepth > 0) return;
    while (this.indent > column) {
      this.#tokens.push({ kind: 'blockEnd', start: this.offset, end: this.offset, line: this.line });
      this.indent = this.#indents.pop() ?? -1;
    }
  }
}

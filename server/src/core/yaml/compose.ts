import type { Range } from '../base/range.ts';
import { codeAt, isBlank, isBreak } from './characters.ts';
import type { AliasNode, Entry, ListItem, ListNode, MapNode, Node, ScalarNode } from './document.ts';
import { keyText, resolveScalar } from './resolve.ts';
import { Scanner } from './scanner.ts';
import type { Fault, Token } from './token.ts';

/** How deep collections may stand in each other. The server's own limit (10,000) is beyond any manifest. */
const DEEPEST = 400;

/** A fault of the tree that does not stop the reading. */
export interface Remark {
  readonly reason: string;
  readonly range: Range;
}

/** A tree as far as it could be read, the fault that ended it, and remarks in the order in which the server would meet them. */
export interface Composition {
  readonly root: Node | undefined;
  readonly fault: Fault | undefined;
  readonly remarks: readonly Remark[];
  /** Scalars that their tag does not fit; found only once the whole text was read. */
  readonly refusals: readonly Remark[];
}

/** Builds the tree of the first YAML document in `text`, as the API server's parser would (go.yaml.in/yaml/v2, parserc.go and decode.go). */
export function compose(text: string): Composition {
  const composer = new Composer(text);
  const root = composer.document();
  return { root, fault: composer.scanner.fault, remarks: composer.remarks, refusals: composer.refusals };
}

/** What may stand before a node. */
interface Properties {
  readonly start: number;
  readonly line: number;
  readonly end: number;
  readonly anchor?: string;
  readonly tag?: string;
  /** With its handle resolved. */
  readonly fullTag: string;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type OpenMap = Mutable<MapNode> & { readonly entries: Entry[] };
type OpenList = Mutable<ListNode> & { readonly items: ListItem[] };

/** Reads one document from a scanner's tokens; lives as long as that takes. */
class Composer {
  readonly scanner: Scanner;
  readonly remarks: Remark[] = [];
  readonly refusals: Remark[] = [];
  readonly #text: string;
  readonly #anchors = new Map<string, Exclude<Node, AliasNode>>();
  readonly #handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.scanner = new Scanner(text);
  }

  document(): Node | undefined {
    const { scanner } = this;
    const first = scanner.peek();
    if (first.kind === 'streamEnd' || first.kind === 'fault') return undefined;
    if (first.kind === 'versionDirective' || first.kind === 'tagDirective' || first.kind === 'documentStart') {
      this.#directives();
      const start = scanner.peek();
      if (start.kind !== 'documentStart') {
        scanner.failAt('did not find expected <document start>', start);
        return undefined;
      }
      scanner.skip();
      const next = scanner.peek().kind;
      if (next === 'versionDirective' || next === 'tagDirective' || next === 'documentStart') return undefined;
      if (next === 'documentEnd' || next === 'streamEnd') return undefined;
    }
    const root = this.#node(true, false);
    // The server looks one token further, and only that far.
    scanner.peek();
    return root;
  }

  #directives(): void {
    const { scanner } = this;
    let versioned = false;
    const given = new Set<string>();
    for (;;) {
      const token = scanner.peek();
      if (token.kind === 'versionDirective') {
        if (versioned) scanner.failAt('found duplicate %YAML directive', token);
        if (!token.supported) scanner.failAt('found incompatible YAML document', token);
        versioned = true;
      } else if (token.kind === 'tagDirective') {
        if (given.has(token.handle)) scanner.failAt('found duplicate %TAG directive', token);
        given.add(token.handle);
        this.#handles.set(token.handle, token.suffix);
      } else return;
      scanner.skip();
    }
  }

  /** A node with its properties; undefined where nothing is written, or after a fault. */
  #node(block: boolean, indentless: boolean): Node | undefined {
    const { scanner } = this;
    const first = scanner.peek();
    if (first.kind === 'alias') return this.#alias(first);
    const properties = this.#properties(first);
    const token = scanner.peek();
    switch (token.kind) {
      case 'scalar':
        scanner.skip();
        return this.#scalar(token, properties);
      case 'listEntry':
        if (indentless) return this.#nested(() => this.#indentlessList(properties));
        break;
      case 'flowListStart':
        return this.#nested(() => this.#flowList(token, properties));
      case 'flowMapStart':
        return this.#nested(() => this.#flowMap(token, properties));
      case 'blockListStart':
        if (block) return this.#nested(() => this.#blockList(token, properties));
        break;
      case 'blockMapStart':
        if (block) return this.#nested(() => this.#blockMap(token, properties));
        break;
      default:
        break;
    }
    if (properties !== undefined) return this.#emptyScalar(properties);
    scanner.failAt('did not find expected node content', token);
    return undefined;
  }

  #nested(read: () => Node): Node | undefined {
    if (this.#depth >= DEEPEST) {
      this.scanner.fail(`exceeded max depth of ${DEEPEST}`);
      return undefined;
    }
    this.#depth++;
    const node = read();
    this.#depth--;
    return node;
  }

  #alias(token: Token & { readonly kind: 'alias' | 'anchor' }): AliasNode {
    this.scanner.skip();
    const range = { start: token.start, end: token.end };
    const target = this.#anchors.get(token.name);
    if (target === undefined) this.remarks.push({ reason: `unknown anchor '${token.name}' referenced`, range });
    return { is: 'alias', range, name: token.name, target };
  }

  #properties(first: Token): Properties | undefined {
    const { scanner } = this;
    if (first.kind !== 'anchor' && first.kind !== 'tag') return undefined;
    let anchor: string | undefined;
    let tag: (Token & { readonly kind: 'tag' | 'tagDirective' }) | undefined;
    let end = first.end;
    for (;;) {
      const token = scanner.peek();
      if (token.kind === 'anchor' && anchor === undefined) anchor = token.name;
      else if (token.kind === 'tag' && tag === undefined) tag = token;
      else break;
      end = token.end;
      scanner.skip();
    }
    return {
      start: first.start,
      line: first.line,
      end,
      ...(anchor === undefined ? {} : { anchor }),
      ...(tag === undefined ? {} : { tag: this.#text.slice(tag.start, tag.end) }),
      fullTag: tag === undefined ? '' : this.#fullTag(tag),
    };
  }

  #fullTag(tag: Token & { readonly kind: 'tag' | 'tagDirective' }): string {
    if (tag.handle === '') return tag.suffix;
    const prefix = this.#handles.get(tag.handle);
    if (prefix === undefined) this.scanner.failAt('found undefined tag handle', tag);
    return `${prefix ?? ''}${tag.suffix}`;
  }

  #scalar(token: Token & { readonly kind: 'scalar' }, properties: Properties | undefined): ScalarNode {
    const range = { start: token.start, end: token.end };
    const resolved = resolveScalar(token.value, properties?.fullTag ?? '', token.style === 'plain');
    if ('refused' in resolved) this.refusals.push({ reason: resolved.refused, range });
    return this.#anchored(properties, {
      is: 'scalar',
      range,
      style: token.style,
      ...('refused' in resolved ? { value: token.value, type: 'string' } : resolved),
      source: this.#text.slice(token.start, token.end),
      ...(properties?.tag === undefined ? {} : { tag: properties.tag }),
    });
  }

  /** A tag or an anchor with nothing behind it. */
  #emptyScalar(properties: Properties): ScalarNode {
    const range = { start: properties.end, end: properties.end };
    const resolved = resolveScalar('', properties.fullTag, true);
    if ('refused' in resolved) this.refusals.push({ reason: resolved.refused, range: { start: properties.start, end: properties.end } });
    return this.#anchored(properties, {
      is: 'scalar',
      range,
      style: 'plain',
      ...('refused' in resolved ? { value: null, type: 'null' } : resolved),
      source: '',
      ...(properties.tag === undefined ? {} : { tag: properties.tag }),
    });
  }

  #anchored<T extends Exclude<Node, AliasNode>>(properties: Properties | undefined, node: T): T {
    if (properties?.anchor === undefined) return node;
    const anchored = Object.assign(node, { anchor: properties.anchor });
    this.#anchors.set(properties.anchor, anchored);
    return anchored;
  }

  #openMap(start: number, flow: boolean, properties: Properties | undefined): OpenMap {
    return this.#anchored<OpenMap>(properties, { is: 'map', range: { start, end: start }, flow, entries: [] });
  }

  #openList(start: number, flow: boolean, properties: Properties | undefined): OpenList {
    return this.#anchored<OpenList>(properties, { is: 'list', range: { start, end: start }, flow, items: [] });
  }

  #blockList(opening: Token, properties: Properties | undefined): ListNode {
    const { scanner } = this;
    const list = this.#openList(opening.start, false, properties);
    scanner.skip();
    for (let token = scanner.peek(); token.kind === 'listEntry'; token = scanner.peek()) this.#item(list, token, false);
    const closing = scanner.peek();
    if (closing.kind === 'blockEnd') scanner.skip();
    else scanner.failAt("did not find expected '-' indicator", closing);
    return this.#close(list, list.items.at(-1)?.range.end ?? opening.end);
  }

  /** Items at the indentation of their key, which no token opens or closes. */
  #indentlessList(properties: Properties | undefined): ListNode {
    const { scanner } = this;
    const list = this.#openList(scanner.peek().start, false, properties);
    for (let token = scanner.peek(); token.kind === 'listEntry'; token = scanner.peek()) this.#item(list, token, true);
    return this.#close(list, list.items.at(-1)?.range.end ?? list.range.start);
  }

  #item(list: OpenList, dash: Token, indentless: boolean): void {
    const { scanner } = this;
    scanner.skip();
    const { kind } = scanner.peek();
    const empty = kind === 'listEntry' || kind === 'blockEnd' || (indentless && (kind === 'key' || kind === 'value'));
    const value = empty || kind === 'fault' ? undefined : this.#node(true, false);
    list.items.push({ value, range: { start: dash.start, end: value?.range.end ?? dash.end } });
  }

  #blockMap(opening: Token, properties: Properties | undefined): MapNode {
    const { scanner } = this;
    const map = this.#openMap(opening.start, false, properties);
    scanner.skip();
    for (let token = scanner.peek(); token.kind === 'key'; token = scanner.peek()) {
      scanner.skip();
      this.#entry(map, token.end, (kind) => kind === 'key' || kind === 'value' || kind === 'blockEnd', true);
    }
    const closing = scanner.peek();
    if (closing.kind === 'blockEnd') scanner.skip();
    else scanner.failAt('did not find expected key', closing);
    return this.#close(map, map.entries.at(-1)?.range.end ?? opening.end);
  }

  /** A key, and a value when a colon follows; `isEnd` tells the tokens at which either of them is empty. */
  #entry(map: OpenMap, keyStart: number, isEnd: (kind: Token['kind']) => boolean, block: boolean): void {
    const { scanner } = this;
    const key = isEnd(scanner.peek().kind) ? undefined : this.#node(block, block);
    const colon = scanner.peek();
    if (colon.kind !== 'value') {
      const isNothing = key === undefined && scanner.fault !== undefined;
      if (!isNothing) map.entries.push(this.#entryOf(key, keyStart, undefined, colon.start, key?.range.end ?? keyStart));
      return;
    }
    scanner.skip();
    const next = scanner.peek();
    const empty = isEnd(next.kind) && (block || next.kind !== 'value');
    const value = empty || next.kind === 'fault' ? undefined : this.#node(block, block);
    const valueStart = empty && block ? colon.end : next.start;
    map.entries.push(this.#entryOf(key, keyStart, value, valueStart, value?.range.end ?? colon.end));
  }

  #entryOf(key: Node | undefined, keyStart: number, value: Node | undefined, valueStart: number, end: number): Entry {
    const keyRange = key?.range ?? { start: keyStart, end: keyStart };
    const range = { start: keyRange.start, end: Math.max(end, keyRange.end) };
    const node = key?.is === 'alias' ? key.target : key;
    if (node?.is === 'map' || node?.is === 'list') {
      return { key: this.#text.slice(keyRange.start, keyRange.end), keyType: 'collection', keyRange, value, valueStart, range };
    }
    const keyType = node?.type ?? 'null';
    const name = node === undefined || keyType === 'null' ? '' : keyText(node.value, keyType);
    const merge = key?.is === 'scalar' && isMerge(key);
    return { key: name, keyType: merge ? 'merge' : keyType, keyRange, value, valueStart, range };
  }

  #flowList(opening: Token, properties: Properties | undefined): ListNode {
    const { scanner } = this;
    const list = this.#openList(opening.start, true, properties);
    scanner.skip();
    for (let first = true; ; first = false) {
      if (!first && !this.#separator('flowListEnd', opening, "did not find expected ',' or ']'")) break;
      const token = scanner.peek();
      if (token.kind === 'flowListEnd' || token.kind === 'fault') break;
      const value = token.kind === 'key' ? this.#pair(token) : this.#node(false, false);
      if (value !== undefined) list.items.push({ value, range: value.range });
    }
    return this.#closeFlow(list, 'flowListEnd');
  }

  /** `[key: value]`: a map of one entry without braces. */
  #pair(token: Token): MapNode {
    const { scanner } = this;
    const map = this.#openMap(token.start, true, undefined);
    scanner.skip();
    const isEnd = (kind: Token['kind']): boolean => kind === 'value' || kind === 'flowEntry' || kind === 'flowListEnd';
    const next = scanner.peek();
    if (isEnd(next.kind)) {
      // The server swallows the token after an empty key, whatever it is.
      scanner.skip();
      map.entries.push(this.#entryOf(undefined, token.end, undefined, scanner.peek().start, token.end));
    } else this.#entry(map, token.end, isEnd, false);
    return this.#close(map, map.entries.at(-1)?.range.end ?? token.end);
  }

  #flowMap(opening: Token, properties: Properties | undefined): MapNode {
    const { scanner } = this;
    const map = this.#openMap(opening.start, true, properties);
    scanner.skip();
    for (let first = true; ; first = false) {
      if (!first && !this.#separator('flowMapEnd', opening, "did not find expected ',' or '}'")) break;
      const token = scanner.peek();
      if (token.kind === 'flowMapEnd' || token.kind === 'fault') break;
      if (token.kind === 'key') {
        scanner.skip();
        this.#entry(map, token.end, (kind) => kind === 'value' || kind === 'flowEntry' || kind === 'flowMapEnd', false);
      } else {
        const key = this.#node(false, false);
        if (key === undefined) break;
        const { end } = key.range;
        map.entries.push(this.#entryOf(key, token.start, undefined, scanner.peek().start, end));
      }
    }
    return this.#closeFlow(map, 'flowMapEnd');
  }

  /** Steps over a comma between entries; false at the end of the collection or at a fault. */
  #separator(end: Token['kind'], opening: Token, reason: string): boolean {
    const token = this.scanner.peek();
    if (token.kind === 'flowEntry') {
      this.scanner.skip();
      return true;
    }
    // Half-written flow collections are found where they open.
    if (token.kind !== end) this.scanner.failAt(reason, token, opening.start);
    return false;
  }

  #closeFlow<T extends OpenMap | OpenList>(node: T, end: 'flowMapEnd' | 'flowListEnd'): T {
    const token = this.scanner.peek();
    if (token.kind !== end) {
      const last = 'entries' in node ? node.entries.at(-1) : node.items.at(-1);
      return this.#close(node, Math.max(this.#lastText(this.scanner.offset), last?.range.end ?? 0));
    }
    this.scanner.skip();
    return this.#close(node, token.end);
  }

  #lastText(offset: number): number {
    let end = offset;
    while (end > 0 && (isBlank(codeAt(this.#text, end - 1)) || isBreak(codeAt(this.#text, end - 1)))) end--;
    return end;
  }

  #close<T extends OpenMap | OpenList>(node: T, end: number): T {
    node.range = { start: node.range.start, end: Math.max(node.range.start, end) };
    return node;
  }
}

function isMerge(key: ScalarNode): boolean {
  return key.source === '<<' && (key.tag === undefined || key.tag === '!' || key.tag === '!!merge');
}

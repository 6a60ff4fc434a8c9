/** Reading YAML with the line of everything, so that a finding can say where. Wrong types read as absent: GitHub's language service names them. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** A value and the line on which it begins, from 1. */
export interface At<T> {
  readonly value: T;
  readonly line: number;
}

export type Entries = readonly (readonly [name: At<string>, value: YamlAt])[];

/** A place in a YAML file. */
export interface YamlAt {
  readonly line: number;
  /** The value of `key`; `undefined` where this is no mapping, or has none. */
  get(key: string): YamlAt | undefined;
  entries(): Entries;
  items(): readonly YamlAt[];
  /** Text, number or boolean as text; `undefined` for anything else. */
  text(): At<string> | undefined;
  /** Everything below it as plain data. */
  plain(): unknown;
  /** The comment at the end of its line, without the `#`. */
  readonly comment: string | undefined;
}

export function readYaml(source: string): YamlAt {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, strict: false });
  return place(document.contents, 1, lines, document);
}

function place(node: Node | null, fallback: number, lines: LineCounter, document: { toJS(): unknown }): YamlAt {
  const line = node?.range ? lines.linePos(node.range[0]).line : fallback;
  const inside = (value: unknown, at: number): YamlAt => place(isNode(value) ? value : null, at, lines, document);
  const entries = (): Entries =>
    isMap(node)
      ? node.items.flatMap(({ key, value }) => {
          if (!isScalar(key)) return [];
          const at = key.range ? lines.linePos(key.range[0]).line : line;
          return [[{ value: String(key.value), line: at }, inside(value, at)] as const];
        })
      : [];
  return {
    line,
    entries,
    get: (key) => entries().find(([name]) => name.value === key)?.[1],
    items: () => (isSeq(node) ? node.items.map((item) => inside(item, line)) : []),
    // The text of a block begins on the line after its `|`.
    text: () =>
      isScalar(node) && node.value !== null
        ? { value: String(node.value), line: node.type?.startsWith('BLOCK') ? line + 1 : line }
        : undefined,
    plain: () => (node === null ? undefined : node.toJS(document as Parameters<Node['toJS']>[0])),
    comment: node?.comment?.trim() || undefined,
  };
}

const isNode = (value: unknown): value is Node => isMap(value) || isSeq(value) || isScalar(value);

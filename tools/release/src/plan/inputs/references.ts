/** What a file refers to, by its text alone: the same text refers to the same names wherever it stands, so each is read once. */
import { extname } from 'node:path/posix';
import { readScript, type TypeScript } from './script-references.ts';
import { readStyle } from './style-references.ts';

export type Reference =
  /** An import, found as TypeScript finds it: by relative path, or by an alias of the workspace. */
  | { readonly kind: 'module'; readonly to: string }
  /** A path relative to the file, with its extension. */
  | { readonly kind: 'file'; readonly to: string }
  /** As a style sheet names another one. */
  | { readonly kind: 'style'; readonly to: string }
  /** `import()` of a path that is put together while the program runs; `*` stands for the parts that are not known. */
  | { readonly kind: 'pattern'; readonly to: string };

export interface References {
  readonly all: readonly Reference[];
  /** Equal exactly where two texts refer to the same. */
  readonly key: string;
}

export const noReferences: References = { all: [], key: '' };

const scripts = /^\.[cm]?[jt]sx?$/;
const styles = /^\.(css|scss|sass|less)$/;

/** Whether a file of this name can refer to others. */
export const mayRefer = (path: string): boolean => scripts.test(extname(path)) || styles.test(extname(path));

/** @param ts loaded by whoever needs it first: that takes longer than most plans */
export function readReferences(path: string, text: string, ts: TypeScript): References {
  const found = scripts.test(extname(path)) ? readScript(path, text, ts) : styles.test(extname(path)) ? readStyle(text) : [];
  const byKey = new Map(found.map((reference) => [`${reference.kind} ${reference.to}`, reference]));
  const keys = [...byKey.keys()].sort();
  return { all: keys.map((key) => byKey.get(key)!), key: keys.join('\n') };
}

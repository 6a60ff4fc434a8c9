/** What a style sheet takes from other files: `@import` and `url()` of CSS, `@use`, `@forward` and `@import` of Sass and Less. */
import type { Reference } from './references.ts';

const comments = /\/\*[^]*?\*\//g;
const lineComments = /(?<=^|[\s;{}])\/\/[^\n]*/g;
const url = /\burl\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)/g;
/** The names of one rule: Sass and Less take several, separated by commas, Less with options in front. */
const rule = /@(?:import|use|forward)\s+(?:\([^)]*\)\s*)?((?:url\([^)]*\)|[^;{}])*)/g;
const quoted = /"([^"]*)"|'([^']*)'/g;
/** Of another server, of the server's root, a part of the document, data. */
const elsewhere = /^(?:[a-z][a-z+.-]*:|\/|#|$)/i;

export function readStyle(text: string): readonly Reference[] {
  // Of `url(//host/x)` nothing is wanted either, so what looks like a comment may go.
  const plain = text.replace(comments, ' ').replace(lineComments, ' ');
  const names = (of: RegExp, where: string) => [...where.matchAll(of)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  const found = [
    ...names(url, plain).map((to) => ({ kind: 'style' as const, to })),
    ...names(rule, plain).flatMap((rest) => names(quoted, rest).map((to) => ({ kind: 'style' as const, to }))),
  ];
  return found.map(({ kind, to }) => ({ kind, to: to.replace(/[?#].*$/, '') })).filter(({ to }) => !elsewhere.test(to));
}

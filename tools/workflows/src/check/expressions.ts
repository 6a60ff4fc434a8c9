/** Where `${{ }}` stands in a text. */
import type { At } from './yaml-at.ts';

/** Each expression without its braces, with its line. */
export function expressionsIn({ value, line }: At<string>): readonly At<string>[] {
  return [...value.matchAll(/\$\{\{(?<inside>.*?)\}\}/gs)].map((match) => ({
    value: match.groups!['inside']!.trim(),
    line: line + value.slice(0, match.index).split('\n').length - 1,
  }));
}

/** `if: x` and `if: ${{ x }}` are the same. */
export const condition = (text: At<string> | undefined): string => (text?.value ?? '').replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim();

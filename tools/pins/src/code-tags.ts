/**
 * Script tags that no tokenizer of HTML finds, because they stand in code: a string that a program prints, a line of Slim, Haml or Pug, the
 * arguments of a helper. Read tolerantly, outwards from the URL.
 */
import type { Integrity, Span } from './pin.ts';

export interface CodeTag {
  readonly integrity?: Integrity;
  readonly markup?: { readonly end: number; readonly quote: string; readonly hasCrossorigin: boolean };
}

const mostLines = 12;
const nameBefore = /(?:\b[\w-]*src["']?\s*(?:=>|[=:])\s*|\bjavascript_include_tag[\s(]+)(?<quote>\\?["']?)$/;
const lineComment = /^\s*(?:\/\/|\/\*|\*|\/(?!\w)|-#|#(?!\{)|--|;)/;

/** @returns nothing when the URL is not a script's: a mention in prose, a comment of the code, a link. */
export function readCodeTag(text: string, url: Span): CodeTag | undefined {
  const line = text.slice(lineStart(text, url.start), url.start);
  const named = nameBefore.exec(text.slice(Math.max(0, url.start - 200), url.start));
  if (!named || lineComment.test(line)) return undefined;

  const quote = named.groups!['quote']!;
  const opened = /^[^]*(<script\b(?:[^>]|[-=%?]>)*)$/i.exec(text.slice(Math.max(0, url.start - 2000), url.start));
  if (opened) {
    const tag = { start: url.start - opened[1]!.length, end: endOfMarkup(text, url.end) };
    const integrity = integrityIn(text, tag);
    const hasCrossorigin = /\bcrossorigin\b/i.test(text.slice(tag.start, tag.end));
    return { ...(integrity && { integrity }), markup: { end: url.end + quote.length, quote, hasCrossorigin } };
  }

  const statement = statementAround(text, url);
  if (!/(?:^|[\s%=(])(?:script|javascript_include_tag)(?![\w.-])/.test(text.slice(statement.start, url.start))) return undefined;
  const integrity = integrityIn(text, statement);
  return integrity ? { integrity } : {};
}

/** The first `>` that is not part of an arrow or the end of an expression; or the next tag, where this one was never closed. */
function endOfMarkup(text: string, from: number): number {
  const end = /(?<![-=%?])>|<\/?script\b/i.exec(text.slice(from, from + 4000));
  return end ? from + end.index : Math.min(text.length, from + 4000);
}

/** The lines that belong together: a line goes on where it ends with a comma or a backslash, or leaves a bracket open. */
function statementAround(text: string, url: Span): Span {
  let start = lineStart(text, url.start);
  for (let lines = 0; lines < mostLines && start > 0; lines++) {
    const before = lineStart(text, start - 1);
    if (!goesOn(text.slice(before, start))) break;
    start = before;
  }
  let end = lineEnd(text, url.end);
  for (let lines = 0; lines < mostLines && end < text.length; lines++) {
    if (!goesOn(text.slice(lineStart(text, end), end)) && depthOf(text.slice(start, end)) <= 0) break;
    end = lineEnd(text, end + 1);
  }
  return { start, end };
}

const goesOn = (line: string): boolean => /[,({[\\|]\s*$/.test(line) || depthOf(line) > 0;
/** How many brackets are still open. */
const depthOf = (code: string): number => (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
};

function integrityIn(text: string, { start, end }: Span): Integrity | undefined {
  const pattern =
    /(?<![\w-])(?<lead>["']?integrity["']?\s*(?:=>|[=:])\s*)(?:(?<quote>\\?["'])(?<value>[^]*?)\k<quote>|(?<bare>sha[\w+/=-]+))/i;
  const found = pattern.exec(text.slice(start, end));
  if (!found?.groups) return undefined;
  const { lead = '', quote = '', value, bare } = found.groups;
  const from = start + found.index;
  const at = { start: from + lead.length + quote.length, end: from + found[0].length - quote.length };
  return { at, attribute: { start: from, end: from + found[0].length }, value: value ?? bare ?? '' };
}

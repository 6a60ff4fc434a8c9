/** The parts of a page that a server or a client replaces before a browser sees them: ERB, JSP, PHP, Handlebars, Twig, Blade, Slim, AngularJS. */
import type { Span } from './pin.ts';

const comment = [/<%--[^]*?--%>/, /<%#[^]*?%>/, /\{\{!--[^]*?--\}\}/, /\{\{--[^]*?--\}\}/, /\{\{![^]*?\}\}/, /\{#[\s-][^]*?#\}/];
const code = [/<%[^]*?%>/, /<\?[^]*?(?:\?>|$)/, /\{%[^<>]{0,500}?%\}/];
// Braces also occur in scripts and styles, so that what lies between them is kept short and free of tags.
const braces = [/\{\{[^{}<>]{0,500}\}\}/, /[$#]\{[^{}<>\n]{0,200}\}/];
// What a URL has in it. Each can match in one way only, however often it is repeated.
const inline = [/<%(?:(?!%>)[^]){0,200}%>/, /<\?(?:(?!\?>)[^]){0,200}\?>/, ...braces];

const either = (patterns: readonly RegExp[]) => patterns.map(({ source }) => source).join('|');
const region = new RegExp(`(?<comment>${either(comment)})|(?:${either([...code, ...braces])})`, 'g');
const anyExpression = new RegExp(either(inline));

export interface Template {
  /** As long as the text, with letters in place of every region, so that a tokenizer of HTML meets no foreign quote or bracket. */
  readonly masked: string;
  readonly comments: readonly Span[];
}

export function readTemplate(text: string): Template {
  const comments: Span[] = [];
  const masked = text.replace(region, (...match) => {
    const [found] = match as [string];
    const { comment: isComment } = match.at(-1) as { comment?: string };
    const start = match.at(-3) as number;
    if (isComment !== undefined) comments.push({ start, end: start + found.length });
    return found.replace(/[^\r\n]/g, 'x');
  });
  return { masked, comments };
}

export const hasExpression = (text: string): boolean => anyExpression.test(text);

/** For patterns that have to step over an expression inside a URL. */
export const expressionSource = either(inline);

/** Script tags as a browser would find them, with the place of every attribute. */
import { type Token, Tokenizer, TokenizerMode } from 'parse5';
import type { Span } from './pin.ts';

export interface MarkupAttribute {
  readonly name: string;
  readonly attribute: Span;
  /** Without quotes. */
  readonly value: Span;
  /** `"`, `'` or nothing. */
  readonly quote: string;
}

export interface MarkupTag {
  readonly at: Span;
  readonly attributes: readonly MarkupAttribute[];
}

export interface Markup {
  readonly tags: readonly MarkupTag[];
  readonly comments: readonly Span[];
}

/** What follows these start tags is text up to their end tag; a tokenizer alone does not know it. */
const textAfter: Readonly<Record<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]>> = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
};

/** Only the tokenizer: a tree would move or drop tags that stand where HTML does not want them, and half a page is no tree. */
export function readMarkup(html: string): Markup {
  const tags: MarkupTag[] = [];
  const comments: Span[] = [];
  const ignore = () => {};
  const tokenizer: Tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag(token) {
        if (token.tagName === 'script' && token.location) tags.push({ at: spanOf(token.location), attributes: attributesOf(token, html) });
        tokenizer.state = textAfter[token.tagName] ?? tokenizer.state;
      },
      onComment({ location }) {
        if (location) comments.push(spanOf(location));
      },
      onDoctype: ignore,
      onEndTag: ignore,
      onEof: ignore,
      onCharacter: ignore,
      onNullCharacter: ignore,
      onWhitespaceCharacter: ignore,
    },
  );
  tokenizer.write(html, true);
  return { tags, comments };
}

const spanOf = ({ startOffset, endOffset }: Token.Location): Span => ({ start: startOffset, end: endOffset });

function attributesOf({ location }: Token.TagToken, html: string): MarkupAttribute[] {
  const attributes = (location as Token.LocationWithAttributes | null)?.attrs ?? {};
  return Object.entries(attributes).map(([name, { startOffset, endOffset }]) => {
    const { lead = '', quote = '' } = /^(?<lead>[^=]+=\s*(?<quote>["']?))/.exec(html.slice(startOffset, endOffset))?.groups ?? {};
    const value = lead ? { start: startOffset + lead.length, end: endOffset - quote.length } : { start: endOffset, end: endOffset };
    return { name, attribute: { start: startOffset, end: endOffset }, value, quote };
  });
}

/** Finds the script tags of our elements in a page, whatever wrote the page. */
import { checkFeatureName, checkVersion, PintagError } from '@pintag/cdn';
import { readCodeTag } from './code-tags.ts';
import { type MarkupAttribute, type MarkupTag, readMarkup } from './markup-tags.ts';
import type { FoundTag, Pin, Span } from './pin.ts';
import { expressionSource, hasExpression, readTemplate } from './template-regions.ts';

/** The layout of our URLs from `/elements/` on. */
const layout = new RegExp(
  `/elements/(?<segment>(?!_)(?:[\\w.+-]|${expressionSource})+)/(?<feature>[a-z][a-z0-9-]*)/main\\.js(?![\\w./-])(?<query>\\?[^"'\\s<>\\\\#]*)?`,
  'g',
);

/** The pins of every feature, in the order of the text. Tags in comments are not found. */
export const findPins = (text: string): Pin[] => findTags(text).filter((tag) => tag.kind === 'version');

/** All tags of ours: pins, and those that {@link LooseTag} describes. */
export function findTags(text: string): FoundTag[] {
  const template = readTemplate(text);
  const markup = readMarkup(template.masked);
  const comments = [...template.comments, ...markup.comments];
  const scripts = markup.tags.map((script) => ({ ...script, source: sourceOf(script, text) })).filter(hasSource);

  const tags = [...text.matchAll(layout)].flatMap((match): FoundTag[] => {
    const path = { start: match.index, end: match.index + match[0].length };
    if (comments.some((comment) => contains(comment, path))) return [];

    const script = scripts.find(({ at }) => contains(at, path));
    // Elsewhere in such a tag a URL is some other attribute's, or that of a tag which a missing quote has swallowed.
    if (script) return contains(script.source.value, path) ? tagInMarkup(text, match, path, script) : [];

    const url = { start: originStart(text, path.start), end: path.end };
    const inCode = readCodeTag(text, url);
    return inCode ? tagAt(text, match, url, inCode) : [];
  });
  // One integrity cannot be edited for two URLs of the same code: the first has it, the second is not ours to judge.
  return tags.filter((tag, position) => !tags.slice(0, position).some((before) => integrityStart(before) === integrityStart(tag)));
}

const integrityStart = (tag: FoundTag): number => (tag.kind === 'version' ? (tag.integrity?.at.start ?? -tag.at.url.start) : Number.NaN);

interface Script extends MarkupTag {
  readonly source: MarkupAttribute;
}

const hasSource = (script: MarkupTag & { readonly source: MarkupAttribute | undefined }): script is Script => script.source !== undefined;

/** `src`, or what a consent tool turns into it. */
function sourceOf({ attributes }: MarkupTag, text: string): MarkupAttribute | undefined {
  const source = attributes.find(({ name }) => name === 'src') ?? attributes.find(({ name }) => name.endsWith('-src'));
  // A value that begins with a backslash is inside a string of code, whose quotes a browser will never see.
  return source && text[source.value.start] !== '\\' ? source : undefined;
}

function tagInMarkup(text: string, match: RegExpExecArray, path: Span, { source, attributes }: Script): FoundTag[] {
  const integrity = attributes.find(({ name }) => name === 'integrity');
  const leading = /^\s*/.exec(text.slice(source.value.start, path.start))![0].length;
  return tagAt(
    text,
    match,
    { start: source.value.start + leading, end: path.end },
    {
      ...(integrity && {
        integrity: { at: integrity.value, attribute: integrity.attribute, value: text.slice(integrity.value.start, integrity.value.end) },
      }),
      markup: {
        end: source.attribute.end,
        quote: source.quote || '"',
        hasCrossorigin: attributes.some(({ name }) => name === 'crossorigin'),
      },
    },
  );
}

function tagAt(text: string, match: RegExpExecArray, at: Span, found: Pick<Pin, 'integrity' | 'markup'>): FoundTag[] {
  const { segment = '', feature = '', query } = match.groups ?? {};
  const tag = {
    feature,
    url: text.slice(at.start, at.end),
    origin: text.slice(at.start, match.index),
    line: 1 + (text.slice(0, match.index).match(/\r\n|\r|\n/g)?.length ?? 0),
  };
  if (!accepts(checkFeatureName, feature)) return [];
  if (hasExpression(segment)) return [{ kind: 'expression', ...tag }];
  const version = segment.slice(1);
  if (!segment.startsWith('v') || !accepts(checkVersion, version)) return [{ kind: 'channel', ...tag }];

  const element = new URLSearchParams(query?.replaceAll('&amp;', '&')).get('tag');
  const start = match.index + '/elements/v'.length;
  return [
    {
      kind: 'version',
      ...tag,
      version,
      ...(element !== null && { tag: element }),
      at: { url: at, origin: { start: at.start, end: match.index }, version: { start, end: start + version.length } },
      ...found,
    },
  ];
}

/** In code a URL begins behind its quote, or behind a space; an expression in it may have quotes and spaces of its own. */
function originStart(text: string, path: number): number {
  const before = text.slice(Math.max(0, path - 300), path);
  const origin = new RegExp(`(?:[^\\s"'()\`<>\\\\{}]|${expressionSource})*$`).exec(before);
  return path - (origin?.[0].length ?? 0);
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function accepts(check: (text: string) => string, text: string): boolean {
  try {
    check(text);
    return true;
  } catch (error) {
    if (error instanceof PintagError) return false;
    throw error;
  }
}

/** Changes one tag and nothing else: text in, text out. */
import { checkVersion } from '@pintag/cdn';
import type { Pin, Span } from './pin.ts';
import { hasExpression } from './template-regions.ts';

export interface PinEdit {
  readonly version: string;
  /** Replaces an origin that is written out; one that is relative or an expression stays. */
  readonly origin?: string;
  /** The new `integrity`; an empty list takes the attribute away. Without it the attribute stays as it is. */
  readonly integrities?: readonly string[];
}

/**
 * `text` with `pin` changed. Bytes outside of the URL, and of `integrity` and `crossorigin` where they change, stay as they are.
 * @throws {PintagError} PT_VERSION_FORMAT. @throws {Error} the pin was not found in this text.
 */
export function editPin(text: string, pin: Pin, { version, origin, integrities }: PinEdit): string {
  if (text.slice(pin.at.url.start, pin.at.url.end) !== pin.url) throw new Error(`The text has changed since ${pin.url} was found in it.`);
  const edits: Edit[] = [{ at: pin.at.version, text: checkVersion(version) }];
  if (origin !== undefined && isWrittenOut(pin.origin)) edits.push({ at: pin.at.origin, text: origin.replace(/\/+$/, '') });
  if (integrities) edits.push(...integrityEdits(text, pin, integrities));

  return edits
    .sort((a, b) => b.at.start - a.at.start)
    .reduce((result, { at, text: insert }) => result.slice(0, at.start) + insert + result.slice(at.end), text);
}

/** A version that the tag's integrity covers: the URL changes, and nothing else. */
export const rollBack = (text: string, pin: Pin, { version, origin }: Pick<PinEdit, 'version' | 'origin'>): string =>
  editPin(text, pin, { version, origin });

/** Any other version: URL and integrity change together. */
export const upgrade = (text: string, pin: Pin, edit: PinEdit & { readonly integrities: readonly string[] }): string =>
  editPin(text, pin, edit);

/** Whether a browser accepts `integrity` with the tag as it is. */
export const covers = (pin: Pin, integrity: string): boolean => pin.integrity?.value.split(/\s+/).includes(integrity) ?? false;

/** Whether the origin can be replaced: a template's expression and a relative URL say something that an origin does not. */
export const isWrittenOut = (origin: string): boolean => /^(https?:)?\/\//i.test(origin) && !hasExpression(origin);

interface Edit {
  readonly at: Span;
  readonly text: string;
}

function integrityEdits(text: string, { integrity, markup }: Pin, integrities: readonly string[]): Edit[] {
  const value = checked(integrities).join(' ');
  if (!value) return integrity ? [{ at: withSeparator(text, integrity.attribute), text: '' }] : [];

  const edits: Edit[] = [];
  // Several digests need quotes that an attribute with one may do without.
  const isBare = integrity && text.slice(integrity.at.end, integrity.attribute.end) === '';
  if (integrity) edits.push({ at: integrity.at, text: isBare && markup ? markup.quote + value + markup.quote : value });
  if (!markup) return edits;

  const { end, quote, hasCrossorigin } = markup;
  const added = [
    ...(integrity ? [] : [` integrity=${quote}${value}${quote}`]),
    ...(hasCrossorigin ? [] : [` crossorigin=${quote}anonymous${quote}`]),
  ];
  if (added.length) edits.push({ at: { start: end, end }, text: added.join('') });
  return edits;
}

/** The attribute with what separates it from the one before. */
function withSeparator(text: string, { start, end }: Span): Span {
  const separator = /[\s,]*$/.exec(text.slice(0, start))![0];
  return { start: start - separator.length, end };
}

function checked(integrities: readonly string[]): readonly string[] {
  const wrong = integrities.find((integrity) => !/^sha(256|384|512)-[A-Za-z0-9+/]+={0,2}$/.test(integrity));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no integrity.`);
  return integrities;
}

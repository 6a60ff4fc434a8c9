/** What a script tag in a host page says about a feature, and where. Offsets count UTF-16 units of the text that the pin was found in. */

export interface Span {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

interface Tag {
  readonly feature: string;
  /** As the file has it; expressions of a template are not evaluated. */
  readonly url: string;
  /** What the URL begins with: `https://cdn.example.com`, `<%= cdn %>`, or nothing. */
  readonly origin: string;
  /** Of the URL, counted from 1. */
  readonly line: number;
}

export interface Integrity {
  /** Of the value, without its quotes. */
  readonly at: Span;
  /** With the name and the quotes. */
  readonly attribute: Span;
  readonly value: string;
}

/** A tag that names an exact version. */
export interface Pin extends Tag {
  readonly kind: 'version';
  readonly version: string;
  /** Another name for the element, by `?tag=`: the version beside the usual one. */
  readonly tag?: string;
  readonly at: { readonly url: Span; readonly origin: Span; readonly version: Span };
  readonly integrity?: Integrity;
  /** How an attribute is added to this tag; absent where the file's own syntax (Slim, Haml, a helper's arguments) says that. */
  readonly markup?: {
    /** Where: behind the URL's attribute. */
    readonly end: number;
    /** `"`, or `\"` inside a string of code. */
    readonly quote: string;
    readonly hasCrossorigin: boolean;
  };
}

/** A tag that names a channel, which is the CDN's to move, or whose version is an expression of a template. Found, and left alone. */
export interface LooseTag extends Tag {
  readonly kind: 'channel' | 'expression';
}

export type FoundTag = Pin | LooseTag;

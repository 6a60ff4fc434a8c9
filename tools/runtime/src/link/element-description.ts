/** `element.json`: what a build says about itself, without a version or a URL. The build writes it, the link step reads it. */

export interface ElementDescription {
  readonly schema: 1;
  readonly feature: string;
  /** The tag that the loader claims, `pt-questionnaire`. */
  readonly element: string;
  /** The file that exports `define(tag, context?)`. */
  readonly entry: string;
  /** The entry and all files it imports statically, in the order in which a browser needs them. */
  readonly static: readonly string[];
  /** The other script files, sorted. */
  readonly lazy: readonly string[];
  /** What its files import by relative URL; absent: the feature is self-contained, as all were before there was a runtime. */
  readonly runtime?: RuntimeNeed;
}

/** The part of a shared runtime that a feature imports. */
export interface RuntimeNeed {
  /** `angular-22.1.7-0f2c9a41d07be358` */
  readonly name: string;
  /** Those of its files that the feature loads, now or later. */
  readonly files: readonly RuntimeFile[];
  /** Paths of those that the entry imports, directly or not. */
  readonly static: readonly string[];
  /** Paths of those that only lazy files import. */
  readonly lazy: readonly string[];
}

export interface RuntimeFile {
  /** Relative to the runtime's folder: `angular.js`. */
  readonly path: string;
  /** Bytes, not compressed. */
  readonly size: number;
  /** `sha384-…` */
  readonly integrity: string;
}

export const elementDescriptionFile = 'element.json';

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
}

export const elementDescriptionFile = 'element.json';

/** What the link step puts into a loader in place of this module: everything it knows about its version. These are the values of none. */

export const feature: string = '';
/** Of a preview, its commit. */
export const version: string = '';
/** What its folder is called before the version: `v`; of a preview nothing. */
export const v: string = '';
/** The tag unless the script's address says `?tag=`. */
export const element: string = '';
/** The file that exports `define`. */
export const entry: string = '';
/**
 * The import maps of integrity that it writes, as text with `*` for what comes before `v1.1.0` in its own address: that of its own files, and
 * one for each file of a runtime.
 */
export const maps: readonly string[] = [];
/** How many of the files in `maps`, from the first on, are loaded at once. */
export const closure: number = 0;

/** What the link step puts into a loader in place of this module: everything it knows about its version. These are the values of none. */

export const feature: string = '';
export const version: string = '';
/** The tag unless the script's address says `?tag=`. */
export const element: string = '';
/** Base64 SHA-384 of each script file that the version needs, by path from its folder. What is loaded at once comes first, of this the entry. */
export const files: Readonly<Record<string, string>> = {};
/** How many of `files` are loaded at once. */
export const closure: number = 0;

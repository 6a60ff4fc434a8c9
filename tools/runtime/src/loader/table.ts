/** What the link step puts into a loader in place of this module: everything it knows about its version. These are the values of none. */

export const feature: string = '';
export const version: string = '';
/** The tag unless the script's address says `?tag=`. */
export const element: string = '';
/** Each script file of the version, followed by its base64 SHA-384. Static files first, and of these the entry. */
export const files: readonly string[] = [];
/** How many of `files` the element imports statically. */
export const closure: number = 0;

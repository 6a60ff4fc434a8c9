/** Names that the link step writes, so that no build may bring them. */

/** The loader: what a host page's tag names. */
export const loaderFile = 'main.js';
export const manifestFile = 'manifest.json';

export const isLinked = (path: string): boolean => path === loaderFile || path === manifestFile || path.endsWith('.br');

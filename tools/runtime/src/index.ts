/** From a feature's build to what the CDN serves: the loader, the manifest and the compressed files. */
export type { LinkedFile } from './link/compressed-copies.ts';
export { elementDescriptionFile, type ElementDescription, type RuntimeFile, type RuntimeNeed } from './link/element-description.ts';
export { linkElement, type LinkTarget } from './link/link-element.ts';
export { linkRuntime } from './link/link-runtime.ts';
export type { Manifest, ManifestFile } from './link/manifest.ts';

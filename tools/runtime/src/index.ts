/** From a feature's build to what the CDN serves: the loader, the manifest and the compressed files. */
export { elementDescriptionFile, type ElementDescription } from './link/element-description.ts';
export { linkElement, type LinkedFile, type LinkTarget } from './link/link-element.ts';
export type { Manifest, ManifestFile } from './link/manifest.ts';

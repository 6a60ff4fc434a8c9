/** From a feature's build to what the CDN serves: the loader, the manifest and the compressed files. */
export * from './link/element-description.ts';

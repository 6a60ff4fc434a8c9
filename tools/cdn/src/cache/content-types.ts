/** Content types by extension: explicit, because S3 and browsers guess differently, and `nosniff` makes a wrong one fatal. */
import { PintagError } from '../errors.ts';

export const contentTypes: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  css: 'text/css; charset=utf-8',
  gif: 'image/gif',
  html: 'text/html; charset=utf-8',
  ico: 'image/vnd.microsoft.icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  md: 'text/markdown; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml; charset=utf-8',
  tar: 'application/x-tar',
  ttf: 'font/ttf',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
  xml: 'application/xml; charset=utf-8',
};

/** Extensions of text: a `.br` lies beside such a file. */
export const textExtensions: ReadonlySet<string> = new Set([
  'css',
  'html',
  'js',
  'json',
  'map',
  'md',
  'mjs',
  'svg',
  'txt',
  'webmanifest',
  'xml',
]);

/**
 * The type of what the file holds; `.br` files have the type of what they decode to.
 * @throws {PintagError} PT_CONTENT_TYPE
 * @example contentTypeOf('main.js.br') // 'text/javascript; charset=utf-8'
 */
export function contentTypeOf(path: string): string {
  const extension = extensionOf(path);
  const type = Object.hasOwn(contentTypes, extension) ? contentTypes[extension] : undefined;
  if (!type) throw new PintagError('PT_CONTENT_TYPE', { path, known: Object.keys(contentTypes) });
  return type;
}

/** `br` for a `.br` file. */
export const contentEncodingOf = (path: string): 'br' | undefined => (path.endsWith('.br') ? 'br' : undefined);

/** Whether a brotli copy belongs beside `path`. */
export const isText = (path: string): boolean => contentEncodingOf(path) === undefined && textExtensions.has(extensionOf(path));

const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path.replace(/\.br$/, ''))?.[1]?.toLowerCase() ?? '';

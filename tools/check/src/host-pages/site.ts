/** A host page as its school would serve it: the folder as it is, on an origin of its own, only its script tags edited. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { contentTypeOf } from '@pintag/cdn';
import { repositoryRoot } from './repository-root.ts';

export interface Site {
  readonly origin: string;
  /** Replaces the page's script tag of a feature, as somebody with an editor would. */
  paste(feature: string, tag: string): void;
  /** Edits nothing but the version in the URL of a feature's tag. */
  editVersion(feature: string, version: string): void;
  close(): Promise<void>;
}

export interface SiteOptions {
  /** Of the host, relative to the repository root: `apps/host-html`. */
  readonly folder: string;
  /** Files that the page has from elsewhere, relative to the repository root: `{ '/vendor/angular.min.js': 'node_modules/…' }`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Added to every answer; `Content-Security-Policy`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export async function serveSite({ folder, files = {}, headers = {} }: SiteOptions): Promise<Site> {
  let page = await readFile(join(repositoryRoot, folder, 'index.html'), 'utf8');
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://site').pathname);
    const file = files[path] ?? join(folder, path);
    const type = path === '/' ? 'text/html; charset=utf-8' : contentTypeOf(path);
    void (path === '/' ? Promise.resolve(Buffer.from(page)) : readFile(join(repositoryRoot, file))).then(
      (body) => response.writeHead(200, { ...headers, 'content-type': type, 'cache-control': 'no-store' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  const edit = (feature: string, change: (tag: string) => string) => {
    const pattern = new RegExp(`<script src="[^"]*/${feature}/main\\.js"[^>]*></script>`);
    if (!pattern.test(page)) throw new Error(`${folder}/index.html has no script tag of ${feature}.`);
    page = page.replace(pattern, (tag) => change(tag));
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paste: (feature, tag) => edit(feature, () => tag),
    editVersion: (feature, version) => edit(feature, (tag) => tag.replace(/\/v[^/]+\//, `/v${version}/`)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A host page as its school would serve it: a copy of the folder on an origin of its own, only its script tags edited. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { contentTypeOf } from '@pintag/cdn';
import { pinFiles } from '@pintag/pins';
import type { TestCdn } from './cdn.ts';
import { repositoryRoot } from './repository-root.ts';

export interface Site {
  readonly origin: string;
  /** What `pintag pin <feature>@<version>` does to the page. */
  pin(cdn: TestCdn, feature: string, version: string): Promise<void>;
  /** Edits nothing but the version in the URL of a feature's tag, as somebody with an editor would. */
  editVersion(feature: string, version: string): Promise<void>;
  close(): Promise<void>;
}

export interface SiteOptions {
  /** Of the host, relative to the repository root: `apps/host-html`. */
  readonly folder: string;
  /** Files that the page has from elsewhere, relative to the repository root: `{ '/vendor/angular.min.js': 'node_modules/…' }`. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function serveSite({ folder, files = {} }: SiteOptions): Promise<Site> {
  const copy = await mkdtemp(join(tmpdir(), 'pintag-host-'));
  await cp(join(repositoryRoot, folder), copy, { recursive: true });
  const page = join(copy, 'index.html');
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://site').pathname).replace(/\/$/, '/index.html');
    const elsewhere = files[path];
    readFile(elsewhere ? join(repositoryRoot, elsewhere) : join(copy, path)).then(
      (body) => response.writeHead(200, { 'content-type': contentTypeOf(path), 'cache-control': 'no-store' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async pin(cdn, feature, version) {
      const list = await cdn.versions(feature);
      const [pinned] = await pinFiles({ files: [page], feature, version, list, origin: cdn.origin });
      if (!pinned?.pins.length) throw new Error(`${folder}/index.html has no script tag of ${feature}.`);
    },
    async editVersion(feature, version) {
      const text = await readFile(page, 'utf8');
      const edited = text.replace(new RegExp(`(/elements/v)[^/]+(/${feature}/main\\.js)`), `$1${version}$2`);
      await writeFile(page, edited);
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(copy, { recursive: true, force: true });
    },
  };
}

/** A repository so small that releasing it takes a second: two features, a remote, and what their builds give. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundleFile } from '@pintag/cdn';
import { execa } from 'execa';
import type { Builder } from '../publish/builder.ts';
import { importOf, needOf, smallRuntime } from '../testing/small-runtime.ts';

export const features = ['calendar', 'questionnaire'] as const;

export interface SmallWorkspace {
  /** Bare. */
  readonly remote: string;
  readonly checkout: string;
}

export const workspaceIn = (folder: string): SmallWorkspace => ({
  remote: path.join(folder, 'remote.git'),
  checkout: path.join(folder, 'checkout'),
});

/** Every call makes the same commits, hashes included. */
export async function createSmallWorkspace(folder: string, env: NodeJS.ProcessEnv): Promise<SmallWorkspace> {
  const { remote, checkout } = workspaceIn(folder);
  const at = '2026-01-02T03:04:05Z';
  const who = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@school.example',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@school.example',
  };
  const git = (...args: string[]) =>
    execa('git', args, {
      cwd: checkout,
      env: { ...env, ...who, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at, GIT_CONFIG_GLOBAL: '/dev/null' },
      extendEnv: false,
    });

  await mkdir(checkout, { recursive: true });
  await git('init', '--quiet', '--bare', '--template=', '--initial-branch=main', remote);
  await git('init', '--quiet', '--template=', '--initial-branch=main', '.');
  await write(checkout, 'package.json', '{ "name": "school", "private": true }\n');
  await write(checkout, '.gitignore', '.pintag/\n');
  for (const feature of features) {
    await write(checkout, `libs/${feature}/src/element.ts`, `export const feature = '${feature}';\n`);
    await git('add', '.');
    await git('commit', '--quiet', '--message', `feat(${feature}): begin`);
  }
  await git('remote', 'add', 'origin', remote);
  await git('push', '--quiet', 'origin', 'main');
  // Each row copies it, and few files are copied faster than many.
  await git('repack', '-a', '-d', '--quiet');
  await git('--git-dir', remote, 'repack', '-a', '-d', '--quiet');
  return { remote, checkout };
}

/** After the folder was copied. @param workspace its remote is a path or a URL. */
export async function pointAtRemote({ remote, checkout }: SmallWorkspace): Promise<void> {
  const file = path.join(checkout, '.git', 'config');
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace(/^\turl = .*$/m, () => `\turl = ${remote}`),
  );
}

/** What a build would give; it depends on the feature alone. Both features share a runtime. */
export const prebuilt: Builder = {
  build: async (wanted) => wanted.map((feature) => ({ feature, files: prebuiltBundle(feature), runtime: smallRuntime })),
};

function prebuiltBundle(feature: string): BundleFile[] {
  const [entry, chunk] = ['element-AAAA1111.js', 'chunk-BBBB2222.js'];
  const element = `pt-${feature}`;
  const text = {
    'element.json': JSON.stringify({ schema: 1, feature, element, entry, static: [entry], lazy: [chunk], runtime: needOf(smallRuntime) }),
    [entry]: `${importOf(smallRuntime, 'angular.js')} export const define = (tag) => customElements.define(tag, class extends HTMLElement { connectedCallback() { import('./${chunk}'); } });`,
    [chunk]: `${importOf(smallRuntime, 'forms.js')} export const feature = '${feature}';`,
  };
  return Object.entries(text).map(([file, body]) => ({ path: file, body: Buffer.from(body) }));
}

async function write(root: string, file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

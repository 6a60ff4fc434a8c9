/** Temporary workspaces for tests: the folders a test writes, this repository's configuration, shared libraries and node_modules. */
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute; of this repository. */
export const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

export interface Workspace extends AsyncDisposable {
  /** Absolute. */
  readonly root: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

/** @param files Text by path, relative to the workspace. */
export async function createWorkspace(files: Readonly<Record<string, string>>): Promise<Workspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pintag-workspace-')));
  const write: Workspace['write'] = async (more) => {
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
  };
  for (const path of ['package.json', 'tsconfig.base.json', 'libs/tsconfig.json', 'libs/shared/elements']) {
    await cp(join(repositoryRoot, path), join(root, path), { recursive: true, filter: (file) => !file.endsWith('.spec.ts') });
  }
  await symlink(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
  await write(files);
  return { root, write, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

/** A feature that shows "hello", and more of it in a chunk of its own. */
export const greeting: Readonly<Record<string, string>> = {
  'libs/greeting/src/element.ts': `import { defineFeature } from '@shared/elements';
import { Greeting } from './greeting';

export const define = defineFeature({ component: Greeting });
`,
  'libs/greeting/src/greeting.ts': `import { Component, ViewEncapsulation } from '@angular/core';
import { More } from './more';

@Component({
  selector: 'pt-greeting-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  imports: [More],
  template: '<p>hello</p> @defer (on immediate) { <pt-more /> }',
})
export class Greeting {}
`,
  'libs/greeting/src/more.ts': `import { Component } from '@angular/core';

@Component({ selector: 'pt-more', template: '<p>and more</p>' })
export class More {}
`,
};

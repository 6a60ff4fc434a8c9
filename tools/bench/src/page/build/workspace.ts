/** A workspace as this repository is one, with all ten features as libraries: what is measured is built as features are, and nothing of it is released. */
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageFeature } from '../page-features.ts';

const own = fileURLToPath(new URL('../features', import.meta.url));
const shared = ['package.json', 'tsconfig.base.json', 'libs/tsconfig.json', 'libs/shared'];
const real = ['calendar', 'questionnaire'];

/** The module that a feature's page loads where nobody else defines its element. */
export const standaloneEntry = (name: string): string => `libs/${name}/src/standalone.ts`;

/** Where a feature's source lies in this repository; absolute. */
export const sourceOf = (root: string, name: string): string => (real.includes(name) ? join(root, 'libs', name, 'src') : join(own, name));

/** @param folder Replaced. @param root Of this repository. */
export async function createWorkspace(folder: string, root: string, features: readonly PageFeature[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const path of shared) await copy(join(root, path), join(folder, path));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { name, element } of features) {
    await copy(sourceOf(root, name), join(folder, 'libs', name, 'src'));
    await writeFile(join(folder, standaloneEntry(name)), `import { define } from './element';\n\nvoid define('${element}');\n`);
  }
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, filter: (file) => !/\.spec\.ts$/.test(file) });
}

/** A shared runtime of a few bytes, and what an element.json says of it: named, layered and imported like the real one. */
import { type BundleFile, digestOf, integrityOf, nameRuntime, packBundle, runtimePath } from '@pintag/cdn';
import type { RuntimeNeed } from '@pintag/runtime/element-description';
import type { RuntimeBundle } from '../publish/builder.ts';

export async function makeRuntime(texts: Readonly<Record<string, string>>): Promise<RuntimeBundle> {
  const files: BundleFile[] = Object.entries(texts).map(([path, text]) => ({ path, body: Buffer.from(text) }));
  return { name: nameRuntime('angular-22.1.7', digestOf(await packBundle(files))), files };
}

/** Layers as the real one has them: forms imports the rest. */
export const smallRuntime: RuntimeBundle = await makeRuntime({
  'angular.js': `export const framework = 'small';`,
  'forms.js': `import { framework } from './angular.js'; export const forms = framework + ' forms';`,
  '3rdpartylicenses.txt': 'MIT',
});

/** What a feature's element.json says when its entry imports `angular.js`, and a lazy chunk `forms.js`. */
export const needOf = ({ name, files }: RuntimeBundle): RuntimeNeed => ({
  name,
  files: ['angular.js', 'forms.js'].map((path) => {
    const { body } = files.find((file) => file.path === path)!;
    return { path, size: body.byteLength, integrity: integrityOf(body) };
  }),
  static: ['angular.js'],
  lazy: ['forms.js'],
});

/** `import '../../runtime/angular-22.1.7-…/angular.js';` */
export const importOf = ({ name }: RuntimeBundle, path: string): string => `import '${runtimePath(name, path)}';`;

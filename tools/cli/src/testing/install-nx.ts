/** An Nx for a workspace that is never built: what it is asked for, it writes as a bundle, or fails. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** @param scripts the text of each feature's one script; what has none cannot be built */
export async function installNx(root: string, scripts: Readonly<Record<string, string | undefined>>): Promise<void> {
  const program = `
    const { mkdirSync, writeFileSync } = require('node:fs');
    const scripts = ${JSON.stringify(scripts)};
    const words = process.argv.slice(2);
    const names = words[0] === 'run' ? [words[1].split(':')[0]] : words[words.indexOf('-p') + 1].split(',');
    for (const feature of names) {
      if (scripts[feature] === undefined) { console.error('no such thing in ' + feature); process.exitCode = 1; continue; }
      const folder = 'dist/libs/' + feature + '/';
      mkdirSync(folder, { recursive: true });
      const lists = { entry: 'element-1.js', static: ['element-1.js'], lazy: [] };
      writeFileSync(folder + 'element.json', JSON.stringify({ schema: 1, feature, element: 'pt-' + feature, ...lists }));
      writeFileSync(folder + 'element-1.js', scripts[feature]);
    }`;
  const file = join(root, 'node_modules/nx/bin/nx.js');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, program);
}

/** The development page of a feature: its own dev.html, or one made for it, and a script that starts it. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Feature } from '@pintag/cdn/features';
import { generatedFolder } from '../../angular/tsconfig.ts';

export interface Page {
  /** Both relative to the workspace root. */
  readonly script: string;
  readonly html: string;
  readonly mocked: boolean;
}

const mocksEntry = 'mocks/browser.ts';
const startPage = 'tools/nx-plugin/src/executors/serve/start-page.ts';

export async function writePage(workspaceRoot: string, feature: Feature, { mocks }: { readonly mocks: boolean }): Promise<Page> {
  const folder = `${generatedFolder}/${feature.name}/serve`;
  const mocked = mocks && existsSync(join(workspaceRoot, mocksEntry));
  const own = feature.entry.replace(/element\.ts$/, 'dev.html');
  const script = `${folder}/main.ts`;
  const html = existsSync(join(workspaceRoot, own)) ? own : `${folder}/index.html`;

  await mkdir(join(workspaceRoot, folder), { recursive: true });
  await writeFile(join(workspaceRoot, script), scriptText(feature, { from: folder, mocked }));
  if (html !== own) await writeFile(join(workspaceRoot, html), pageText(feature));
  return { script, html, mocked };
}

function scriptText({ name, element, entry }: Feature, { from, mocked }: { readonly from: string; readonly mocked: boolean }): string {
  const specifier = (file: string) => JSON.stringify(relative(from, file).replaceAll('\\', '/').replace(/\.ts$/, ''));
  return `// Written by \`nx serve\`.
import { startPage } from ${specifier(startPage)};

void startPage({
  feature: ${JSON.stringify(name)},
  tag: ${JSON.stringify(element)},${mocked ? `\n  startMocks: () => import(${specifier(mocksEntry)}).then(({ startMocks }) => startMocks()),` : ''}
  load: () => import(${specifier(entry)}),
});
`;
}

function pageText({ name, element }: Feature): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${name}</title>
    <link rel="icon" href="data:," />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
  </head>
  <body>
    <${element}></${element}>
  </body>
</html>
`;
}

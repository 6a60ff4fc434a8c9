import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startExecutor } from '../../testing/start-executor.ts';
import { createWorkspace, greeting } from '../../testing/workspace.ts';

test('a build above the budget of pintag.config.ts fails, says what grew since the one before, and leaves its files to be looked at', async () => {
  await using workspace = await createWorkspace({
    ...greeting,
    'pintag.config.ts': 'export default { sizeBudget: { features: { greeting: 900 }, runtime: 100 } };\n',
  });
  const build = async () => {
    const child = startExecutor('element', { library: 'libs/greeting', feature: 'greeting', selfContained: true }, workspace);
    const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    return { code: code as unknown, said };
  };

  const first = await build();
  expect(first.code).toBe(1);
  expect(first.said).toMatch(
    /^PT_BUDGET: greeting has to load \d+ bytes \(brotli\) of its own before it shows anything, \d+ more than its budget of 1000\./m,
  );
  expect(first.said).toMatch(/Its heaviest parts \(minified bytes\): @angular\/core \d+, /);
  const { entry } = JSON.parse(await readFile(join(workspace.root, 'dist/libs/greeting/element.json'), 'utf8')) as {
    readonly entry: string;
  };
  await access(join(workspace.root, 'dist/libs/greeting', entry));

  const source = greeting['libs/greeting/src/greeting.ts']!;
  await workspace.write({ 'libs/greeting/src/greeting.ts': source.replace('<p>hello</p>', `<p>hello, ${'my dear '.repeat(50)}</p>`) });
  const second = await build();
  expect(second.code).toBe(1);
  expect(second.said).toMatch(/Grown since the build before \(minified bytes\): libs\/greeting\/src\/greeting\.ts \+\d{3}\b/);
  expect(second.said).toContain('`sizeBudget.features` of greeting in pintag.config.ts');
}, 240_000);

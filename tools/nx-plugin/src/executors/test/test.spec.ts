import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startExecutor } from '../../testing/start-executor.ts';
import { createWorkspace, greeting, type Workspace } from '../../testing/workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace(greeting);
});
afterAll(() => workspace[Symbol.asyncDispose]());

async function run(name: 'test' | 'typecheck'): Promise<{ code: unknown; said: string }> {
  const child = startExecutor(name, { watch: false }, workspace);
  const [[code], ...said] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code, said: said.join('') };
}

const report = async (): Promise<unknown> => JSON.parse(await readFile(join(workspace.root, 'dist/test-results/greeting.json'), 'utf8'));

test('a library without a spec passes with a report of no tests', async () => {
  expect(await run('test')).toMatchObject({ code: 0, said: 'greeting has no spec yet.\n' });
  expect(await report()).toMatchObject({ numTotalTests: 0, success: true });
});

test('specs render components in a DOM; one that fails fails the target, and the report counts both', async () => {
  await workspace.write({
    'libs/greeting/src/greeting.spec.ts': `import { TestBed } from '@angular/core/testing';
import { expect, test } from 'vitest';
import { Greeting } from './greeting';

test('greets', async () => {
  const fixture = TestBed.createComponent(Greeting);
  await fixture.whenStable();
  expect((fixture.nativeElement as HTMLElement).shadowRoot?.textContent).toContain('hello');
});

test('fails', () => expect(1).toBe(2));
`,
  });
  expect(await run('test')).toMatchObject({ code: 1 });
  expect(await report()).toMatchObject({ numTotalTests: 2, numPassedTests: 1, numFailedTests: 1 });
}, 120_000);

test('a wrong name in a template fails the type check, and mending it passes', async () => {
  const file = 'libs/greeting/src/more.ts';
  await workspace.write({ [file]: greeting[file]!.replace('and more', '{{ missing }}') });
  expect(await run('typecheck')).toMatchObject({ code: 1, said: expect.stringContaining("Property 'missing' does not exist") as string });
  await workspace.write({ [file]: greeting[file]! });
  expect(await run('typecheck')).toMatchObject({ code: 0 });
}, 120_000);

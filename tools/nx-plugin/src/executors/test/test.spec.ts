import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, greeting, type Workspace } from '../../testing/workspace.ts';
import typecheck from '../typecheck/executor.ts';
import runSpecs from './executor.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace(greeting);
});
afterAll(() => workspace[Symbol.asyncDispose]());

const contextOf = (root: string): ExecutorContext => ({
  root: workspace.root,
  cwd: workspace.root,
  isVerbose: false,
  projectName: 'greeting',
  projectsConfigurations: { version: 2, projects: { greeting: { root, sourceRoot: `${root}/src` } } },
  nxJsonConfiguration: {},
  projectGraph: { nodes: {}, dependencies: {} },
});
const context = () => contextOf('libs/greeting');

interface Report {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}
const report = async () => JSON.parse(await readFile(join(workspace.root, 'dist/test-results/greeting.json'), 'utf8')) as Report;

test('a library without a spec passes with a report of no tests', async () => {
  expect(await runSpecs({ watch: false }, context())).toEqual({ success: true });
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
  expect(await runSpecs({ watch: false }, context())).toEqual({ success: false });
  expect(await report()).toMatchObject({ numTotalTests: 2, numPassedTests: 1, numFailedTests: 1 });
}, 120_000);

test('a wrong type in a template fails the type check, and mending it passes', async () => {
  const file = 'libs/greeting/src/more.ts';
  await workspace.write({ [file]: greeting[file]!.replace('and more', '{{ missing }}') });
  expect(await typecheck({}, context())).toEqual({ success: false });
  await workspace.write({ [file]: greeting[file]! });
  expect(await typecheck({}, context())).toEqual({ success: true });
}, 120_000);

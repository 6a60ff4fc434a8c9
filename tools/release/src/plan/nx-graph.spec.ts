import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anyOf, defaultIgnoredFiles } from './file-rules.ts';
import { complaintOf, nxGraph, parseGraph } from './nx-graph.ts';

const root = join(import.meta.dirname, '../../../..');
const isIgnored = anyOf(defaultIgnoredFiles);

test('what only specifications import is no dependency; what no file imports is', () => {
  const graph = {
    nodes: {
      calendar: { name: 'calendar', data: { root: 'libs/calendar' } },
      mocks: { name: 'mocks', data: { root: 'mocks' } },
      ui: { name: 'ui', data: { root: 'libs/shared/ui' } },
    },
    dependencies: {
      calendar: [
        { target: 'mocks' },
        { target: 'ui' },
        { target: 'npm:vitest' },
        { target: 'npm:@angular/core' },
        { target: 'npm:rxjs@6.6.7' },
      ],
    },
    files: {
      calendar: [
        { file: 'libs/calendar/src/month.spec.ts', deps: ['npm:vitest', ['mocks', 'static'], 'npm:@angular/core'] },
        { file: 'libs/calendar/src/month.ts', deps: ['npm:@angular/core', ['calendar', 'npm:rxjs@6.6.7', 'dynamic']] },
        { file: 'libs/calendar/src/week.css' },
      ],
    },
  };

  expect(parseGraph(graph, isIgnored)[0]).toEqual({
    name: 'calendar',
    root: 'libs/calendar',
    dependencies: ['ui'],
    packages: ['@angular/core', 'rxjs'],
  });
});

test('the order in which Nx found dependencies changes nothing', () => {
  const node = (name: string) => [name, { name, data: { root: `libs/${name}` } }] as const;
  const graph = (...targets: readonly string[]) => ({
    nodes: Object.fromEntries(['calendar', 'dates', 'ui'].map(node)),
    dependencies: { calendar: targets.map((target) => ({ target })) },
    files: {},
  });

  const one = parseGraph(graph('ui', 'npm:rxjs', 'dates', 'npm:@angular/core'), isIgnored);
  expect(parseGraph(graph('npm:@angular/core', 'dates', 'npm:rxjs', 'ui'), isIgnored)).toEqual(one);
});

test('reads this workspace: the features, their libraries and their packages', async () => {
  const projects = await nxGraph({ env: process.env }).read(root, isIgnored);
  const questionnaire = projects.find((project) => project.root === 'libs/questionnaire');

  expect(questionnaire?.dependencies).toContain('shared-elements');
  expect(questionnaire?.packages).toContain('@angular/core');
  expect(questionnaire?.packages).not.toContain('vitest');
}, 60_000);

test('a folder without Nx is a mistake that can be mended', async () => {
  await expect(nxGraph({ env: { PATH: process.env['PATH'] } }).read('/', isIgnored)).rejects.toMatchObject({ code: 'PT_PROJECT_GRAPH' });
});

test.each([
  [
    `node:internal/modules/package_json_reader:331\n  throw new ERR_MODULE_NOT_FOUND(packageName);\n        ^\n\nError [ERR_MODULE_NOT_FOUND]: Cannot find package '@nx/devkit' imported from /school/[eval1]\n    at resolve (node:internal:1)\n\nNode.js v24.21.0`,
    'Nx is not installed there; `npm ci` installs it',
  ],
  [
    ` NX   Failed to process project graph.\n\nAn error occurred while processing libs/calendar/project.json.`,
    'Failed to process project graph',
  ],
  ['', 'Nx said nothing'],
])('what Nx complains of is one line: %#', (output, line) => {
  expect(complaintOf(output)).toBe(line);
});

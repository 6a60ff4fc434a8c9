import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repositoryRoot } from './testing/workspace.ts';

interface Graph {
  readonly nodes: Record<
    string,
    { readonly data: { readonly tags: readonly string[]; readonly targets: Readonly<Record<string, unknown>> } }
  >;
  readonly dependencies: Record<string, readonly { readonly target: string }[]>;
}

let folder: string;
let graph: Graph;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pintag-graph-'));
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const env = { ...process.env, NX_DAEMON: 'false' };
  await promisify(execFile)(process.execPath, [nx, 'graph', `--file=${join(folder, 'graph.json')}`], { cwd: repositoryRoot, env });
  graph = (JSON.parse(await readFile(join(folder, 'graph.json'), 'utf8')) as { graph: Graph }).graph;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const dependenciesOf = (project: string) => graph.dependencies[project]?.map(({ target }) => target) ?? [];

test.each([
  ['questionnaire', 'type:feature'],
  ['calendar', 'type:feature'],
  ['shared-elements', 'type:shared'],
  ['mocks', 'type:mocks'],
  ['host-html', 'type:app'],
  ['runtime', 'type:tool'],
  ['host-html-e2e', 'type:e2e'],
])('Nx knows the project %s as %s, from its folder alone', (project, tag) => {
  expect(graph.nodes[project]?.data.tags).toContain(tag);
});

test.each(['questionnaire', 'calendar'])(
  '%s depends on what it imports by a path alias, and not on the mocks that its specs import',
  (feature) => {
    expect(dependenciesOf(feature)).toContain('shared-elements');
    expect(dependenciesOf(feature)).not.toContain('mocks');
  },
);

test('the calendar has a build for each of its features, and one that runs them all', () => {
  const { targets } = graph.nodes['calendar']!.data;
  const features = ['calendar', 'calendar-agenda', 'calendar-month'];
  expect(targets['build']).toMatchObject({ executor: 'nx:noop', dependsOn: features.map((feature) => `build-${feature}`) });
  for (const feature of features) {
    expect(targets[`build-${feature}`]).toMatchObject({
      executor: '@pintag/nx-plugin:element',
      options: { library: 'libs/calendar', feature },
      outputs: [`{workspaceRoot}/dist/libs/${feature}`],
      cache: true,
    });
    expect(targets[`serve-${feature}`]).toMatchObject({ executor: '@pintag/nx-plugin:serve', options: { feature } });
  }
});

test('no feature depends on the runtime as a project: a change of how it is made releases nothing', () => {
  for (const feature of ['questionnaire', 'calendar']) expect(dependenciesOf(feature)).not.toContain('runtime');
});

test('no feature depends on another', () => {
  const features = Object.keys(graph.nodes).filter((project) => graph.nodes[project]!.data.tags.includes('type:feature'));
  expect(features.length).toBeGreaterThan(1);
  for (const feature of features)
    expect(
      dependenciesOf(feature).filter((target) => features.includes(target)),
      feature,
    ).toEqual([]);
});

import { expect, test } from 'vitest';
import { inferProjects } from './infer-projects.ts';

const summary = (files: readonly string[]) =>
  inferProjects(files).map(({ name, root, tags, targets }) => ({ name, root, tags, targets: Object.keys(targets ?? {}).sort() }));

const cases = [
  {
    what: 'a library with one entry file is a feature of that name',
    files: ['libs/calendar/src/element.ts', 'libs/calendar/src/month.ts'],
    projects: [
      { name: 'calendar', root: 'libs/calendar', tags: ['type:feature'], targets: ['build', 'lint', 'serve', 'test', 'typecheck'] },
    ],
  },
  {
    what: 'a library with several has a build for each, and one for all',
    files: ['libs/calendar/src/element.ts', 'libs/calendar/src/month.element.ts'],
    projects: [
      {
        name: 'calendar',
        root: 'libs/calendar',
        tags: ['type:feature'],
        targets: [
          'build',
          'build-calendar',
          'build-calendar-month',
          'lint',
          'serve',
          'serve-calendar',
          'serve-calendar-month',
          'test',
          'typecheck',
        ],
      },
    ],
  },
  {
    what: 'a library without an entry file keeps its build, to say what is missing',
    files: ['libs/notes/README.md'],
    projects: [{ name: 'notes', root: 'libs/notes', tags: ['type:feature'], targets: ['build', 'lint', 'test', 'typecheck'] }],
  },
  {
    what: 'a shared library is never a feature, whatever it holds',
    files: ['libs/shared/elements/src/index.ts', 'libs/shared/elements/src/element.ts'],
    projects: [{ name: 'shared-elements', root: 'libs/shared/elements', tags: ['type:shared'], targets: ['lint', 'test', 'typecheck'] }],
  },
  { what: 'a shared folder without a surface is nothing yet', files: ['libs/shared/later/README.md'], projects: [] },
  {
    what: 'all mocks are one project',
    files: ['mocks/survey/openapi.yaml', 'mocks/calendar/openapi.yaml', 'mocks/tsconfig.json'],
    projects: [{ name: 'mocks', root: 'mocks', tags: ['type:mocks'], targets: ['lint', 'test', 'typecheck'] }],
  },
  {
    what: 'applications and their browser tests',
    files: ['apps/host-html/index.html', 'apps/host-html-e2e/src/pins.spec.ts'],
    projects: [
      { name: 'host-html', root: 'apps/host-html', tags: ['type:app'], targets: ['lint'] },
      { name: 'host-html-e2e', root: 'apps/host-html-e2e', tags: ['type:e2e'], targets: ['lint'] },
    ],
  },
  {
    what: 'the runtime, which features share, and no other tool',
    files: ['tools/runtime/package.json', 'tools/cdn/package.json'],
    projects: [{ name: 'runtime', root: 'tools/runtime', tags: ['type:tool'], targets: ['build', 'surface'] }],
  },
  { what: 'files that lie loose are no project', files: ['libs/tsconfig.json', 'apps/README.md', 'mocks/browser.ts'], projects: [] },
];

test.each(cases)('$what', ({ files, projects }) => {
  expect(summary(files)).toEqual(projects);
});

test('each feature of a library builds to a folder of its own, and their common build runs them all', () => {
  const [project] = inferProjects(['libs/calendar/src/element.ts', 'libs/calendar/src/month.element.ts']);
  expect(project?.targets?.['build-calendar-month']).toMatchObject({
    options: { library: 'libs/calendar', feature: 'calendar-month' },
    outputs: ['{workspaceRoot}/dist/libs/calendar-month'],
  });
  expect(project?.targets?.['build']?.dependsOn).toEqual(['build-calendar', 'build-calendar-month']);
});

test('each feature is built after the runtime, and again when that is another one', () => {
  const projects = inferProjects([
    'libs/calendar/src/element.ts',
    'libs/calendar/src/month.element.ts',
    'libs/questionnaire/src/element.ts',
  ]);
  const builds = projects
    .flatMap(({ targets }) => Object.values(targets!))
    .filter(({ executor }) => executor === '@pintag/nx-plugin:element');
  expect(builds).toHaveLength(3);
  for (const build of builds) {
    expect(build.dependsOn).toEqual([{ projects: ['runtime'], target: 'build' }]);
    expect(build.inputs).toContainEqual({ dependentTasksOutputFiles: '**/runtime.json' });
  }
});

test('two entry files that give one name are refused, both named', () => {
  const files = ['libs/calendar/src/month.element.ts', 'libs/calendar-month/src/element.ts'];
  expect(() => inferProjects(files)).toThrow(
    expect.objectContaining({ code: 'PT_FEATURE_TWICE', facts: { name: 'calendar-month', entries: files.toSorted() } }),
  );
});

test('a folder whose name no URL can carry is refused', () => {
  expect(() => inferProjects(['libs/Calendar/src/element.ts'])).toThrow(expect.objectContaining({ code: 'PT_FEATURE_NAME' }));
});

import { findFeatures } from '@pintag/cdn';
import { expect, test } from 'vitest';
import { attributor, type Commit, type Rules } from './attribute-commits.ts';
import { anyOf, defaultIgnoredFiles } from './file-rules.ts';
import { parseLock } from './lock-file.ts';
import type { Project } from './project-graph.ts';

const features = findFeatures([
  'libs/questionnaire/src/element.ts',
  'libs/calendar/src/element.ts',
  'libs/calendar/src/month.element.ts',
  'libs/docs/src/element.ts',
]);
const projects: readonly Project[] = [
  { name: 'questionnaire', root: 'libs/questionnaire', dependencies: ['ui'], packages: ['@angular/core'] },
  { name: 'calendar', root: 'libs/calendar', dependencies: ['elements'], packages: [] },
  { name: 'docs', root: 'libs/docs', dependencies: [], packages: [] },
  { name: 'elements', root: 'libs/shared/elements', dependencies: ['ui'], packages: ['rxjs'] },
  { name: 'ui', root: 'libs/shared/ui', dependencies: [], packages: [] },
  { name: 'unused', root: 'libs/shared/unused', dependencies: [], packages: ['lodash'] },
  { name: 'shared', root: 'libs/shared', dependencies: [], packages: [] },
];
const lock = (tslib: string, lodash: string) =>
  parseLock(
    JSON.stringify({
      packages: {
        'node_modules/@angular/core': { version: '22.1.7', dependencies: { rxjs: '^7' } },
        'node_modules/rxjs': { version: '7.8.2', dependencies: { tslib: '^2' } },
        'node_modules/tslib': { version: tslib },
        'node_modules/lodash': { version: lodash },
      },
    }),
  );
const locks = new Map([
  ['tslib', { before: lock('2.8.0', '4.17.20'), after: lock('2.8.1', '4.17.20') }],
  ['lodash', { before: lock('2.8.1', '4.17.20'), after: lock('2.8.1', '4.17.21') }],
]);
const rules: Rules = {
  dependencyBump: 'patch',
  isIgnored: anyOf(defaultIgnoredFiles),
  isShared: anyOf(['tsconfig.base.json', 'docs/licence.md']),
};
const workspace = { features, projects };

/** Feature: kind, bump and way of its one reason. */
const summary = (
  commit: Partial<Commit> & Pick<Commit, 'files'>,
  more: Partial<typeof workspace> = {},
  otherRules: Partial<Rules> = {},
) => {
  const { byFiles, byLock } = attributor({ ...workspace, ...more }, { ...rules, ...otherRules });
  const whole = { hash: 'c1', subject: 'feat: x', bump: 'minor' as const, ...commit };
  const found = new Map(byFiles(whole, () => true).map(({ feature, reason }) => [feature, reason]));
  const change = whole.bump && whole.files.includes('package-lock.json') ? locks.get(whole.hash) : undefined;
  return features.flatMap(({ name }, feature) => {
    const reason = found.get(feature) ?? (change && byLock(whole, feature, change));
    if (!reason) return [];
    const { kind, bump = 'none', through = [] } = reason;
    return [`${name}: ${kind} ${bump}${through.length ? ` ${through.join(' → ')}` : ''}`];
  });
};

const cases: readonly (readonly [what: string, files: readonly string[], expected: readonly string[]])[] = [
  ['its own file', ['libs/questionnaire/src/page.ts'], ['questionnaire: own minor']],
  ['the own folder of two', ['libs/questionnaire/a.ts', 'libs/docs/src/b.ts'], ['docs: own minor', 'questionnaire: own minor']],
  ['a name that is not ASCII', ['libs/questionnaire/src/質問 1.ts'], ['questionnaire: own minor']],
  [
    'a library with two elements, where nobody knows whose it is',
    ['libs/calendar/src/day.ts'],
    ['calendar: own minor', 'calendar-month: own minor'],
  ],
  [
    'a library of one feature, directly',
    ['libs/shared/elements/src/index.ts'],
    ['calendar: dependency patch calendar → elements', 'calendar-month: dependency patch calendar-month → elements'],
  ],
  [
    'a library that is needed by another library',
    ['libs/shared/ui/src/index.ts'],
    [
      'calendar: dependency patch calendar → elements → ui',
      'calendar-month: dependency patch calendar-month → elements → ui',
      'questionnaire: dependency patch questionnaire → ui',
    ],
  ],
  [
    'own and dependency count once, as own',
    ['libs/shared/ui/a.ts', 'libs/questionnaire/b.ts'],
    [
      'calendar: dependency patch calendar → elements → ui',
      'calendar-month: dependency patch calendar-month → elements → ui',
      'questionnaire: own minor',
    ],
  ],
  ['a library that nobody needs', ['libs/shared/unused/a.ts'], []],
  ['the folder above a dependency', ['libs/shared/index.ts'], []],
  ['a folder whose name only begins alike', ['libs/questionnaire-old/x.ts'], []],
  ['a root file', ['package.json', 'nx.json'], []],
  ['a shared file', ['tsconfig.base.json'], features.map(({ name }) => `${name}: shared-file patch`)],
  ['a shared file that is also ignored', ['docs/licence.md'], features.map(({ name }) => `${name}: shared-file patch`)],
  ['its own specification', ['libs/questionnaire/src/page.spec.ts'], []],
  ['its own README', ['libs/questionnaire/README.md'], []],
  [
    'specification and source in one commit',
    ['libs/questionnaire/src/page.spec.ts', 'libs/questionnaire/src/page.ts'],
    ['questionnaire: own minor'],
  ],
  ['mocks', ['mocks/survey/handlers.ts', 'libs/questionnaire/src/mocks/x.ts'], []],
  ['documentation and tools', ['docs/guide.md', 'tools/cli/src/main.ts', '.github/workflows/ci.yml'], []],
  ['a feature that is called docs', ['libs/docs/src/element.ts'], ['docs: own minor']],
  [
    'a folder after its move: both names are in the commit',
    ['libs/old/src/page.ts', 'libs/questionnaire/src/page.ts'],
    ['questionnaire: own minor'],
  ],
  ['the same folder before its move', ['libs/old/src/page.ts'], []],
  ['no file at all', [], []],
];

test.each(cases)('counts by path: %s', (_, files, expected) => {
  expect(summary({ files })).toEqual(expected);
});

test('a commit whose type releases nothing is kept as own, and does not travel to other features', () => {
  expect(summary({ bump: undefined, files: ['libs/questionnaire/a.ts', 'libs/shared/ui/a.ts', 'tsconfig.base.json'] })).toEqual([
    'questionnaire: own none',
  ]);
});

test('a breaking change of a library is a patch for those who use it, unless the configuration passes it on', () => {
  const files = ['libs/shared/elements/src/index.ts'];

  expect(summary({ bump: 'major', files })[0]).toBe('calendar: dependency patch calendar → elements');
  expect(summary({ bump: 'major', files }, {}, { dependencyBump: 'own' })[0]).toBe('calendar: dependency major calendar → elements');
  expect(summary({ bump: 'patch', files }, {}, { dependencyBump: 'minor' })[0]).toBe('calendar: dependency minor calendar → elements');
});

test('a lock-file change is a patch for the features that need the changed package, by the shortest way', () => {
  expect(summary({ hash: 'tslib', files: ['package-lock.json', 'package.json'] })).toEqual([
    'calendar: lock-file patch calendar → elements → rxjs → tslib',
    'calendar-month: lock-file patch calendar-month → elements → rxjs → tslib',
    'questionnaire: lock-file patch questionnaire → @angular/core → rxjs → tslib',
  ]);
  expect(summary({ hash: 'lodash', files: ['package-lock.json'] })).toEqual([]);
  expect(summary({ hash: 'tslib', bump: undefined, files: ['package-lock.json'] })).toEqual([]);
});

const shared = new Map([
  ['libs/calendar/src/weeks.ts', new Set(['calendar-month'])],
  ['libs/calendar/src/day.ts', new Set(['calendar', 'calendar-month'])],
  ['libs/calendar/src/old.ts', new Set<string>()],
]);
const claimed: readonly (readonly [what: string, files: readonly string[], expected: readonly string[]])[] = [
  ['one of them', ['libs/calendar/src/weeks.ts'], ['calendar-month: own minor']],
  ['both', ['libs/calendar/src/day.ts'], ['calendar: own minor', 'calendar-month: own minor']],
  ['none', ['libs/calendar/src/old.ts'], []],
  ['none, beside one that is of one', ['libs/calendar/src/old.ts', 'libs/calendar/src/weeks.ts'], ['calendar-month: own minor']],
];

test.each(claimed)('where it is known whose a file is, one of %s counts for no others', (_, files, expected) => {
  expect(summary({ files, claims: { files: shared, present: new Set(['calendar', 'calendar-month']) } })).toEqual(expected);
});

test('a project inside a feature’s folder is the feature’s own', () => {
  const inner = { name: 'inner', root: 'libs/docs/src/inner', dependencies: [], packages: [] };
  expect(summary({ files: ['libs/docs/src/inner/a.ts'] }, { projects: [...projects, inner] })).toEqual(['docs: own minor']);
});

test('only features that are asked for get a reason', () => {
  const { byFiles } = attributor(workspace, rules);
  const commit = {
    hash: 'c1',
    subject: 'feat: x',
    bump: 'minor' as const,
    files: ['libs/shared/ui/a.ts', 'libs/docs/b.ts', 'tsconfig.base.json'],
  };
  const asked = features.findIndex(({ name }) => name === 'questionnaire');

  expect(byFiles(commit, (feature) => feature === asked)).toMatchObject([{ feature: asked, reason: { kind: 'dependency' } }]);
});

test('without a graph the features still own their folders', () => {
  expect(summary({ files: ['libs/calendar/src/day.ts', 'libs/shared/ui/a.ts'] }, { projects: [] })).toEqual([
    'calendar: own minor',
    'calendar-month: own minor',
  ]);
});

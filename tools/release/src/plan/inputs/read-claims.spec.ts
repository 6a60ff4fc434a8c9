import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { findFeatures } from '@pintag/cdn';
import { expect, test, vi } from 'vitest';
import { type Git, type GitStreamOptions, installedGit } from '../../git/git.ts';
import { readHistory } from '../../git/history.ts';
import { createTestRemote, type Files, type TestClone, testEnv } from '../../git/testing/test-remote.ts';
import { anyOf, defaultIgnoredFiles } from '../file-rules.ts';
import { createClaimsReader } from './read-claims.ts';

vi.setConfig({ testTimeout: 60_000 });

const own = 'libs/calendar';
const library: Files = {
  [`${own}/src/element.ts`]:
    "import { month } from './month'; import type { Day } from './types'; export const define = (day: Day) => month;\n",
  [`${own}/src/month.ts`]: "import './dates'; const templateUrl = './month.html';\nexport const month = templateUrl;\n",
  [`${own}/src/month.html`]: '<p></p>\n',
  [`${own}/src/agenda.element.ts`]: "import './agenda/agenda';\n",
  [`${own}/src/agenda/agenda.ts`]: "import '../dates'; export const lazy = () => import('./lazy'); const styleUrl = './agenda.css';\n",
  [`${own}/src/agenda/lazy.ts`]: '',
  [`${own}/src/agenda/agenda.css`]: "@import './tokens.css';\n",
  [`${own}/src/agenda/tokens.css`]: 'b {}\n',
  [`${own}/src/dates.ts`]: '',
  [`${own}/src/types.ts`]: 'export interface Day {}\n',
  [`${own}/src/dead.ts`]: "import './dates';\n",
  [`${own}/custom-elements.json`]: '{}\n',
  [`${own}/agenda.custom-elements.json`]: '{}\n',
  [`${own}/project.json`]: '{}\n',
};

/** Of each commit, newest first: subject, and by file below the library the features it is of. */
async function claimsOf(clone: TestClone, git: Git = installedGit): Promise<readonly (readonly [string, Record<string, string>])[]> {
  const files = (await clone.git('ls-tree', '-r', '--name-only', 'HEAD')).split('\n');
  const inside = { git, cwd: clone.root, env: testEnv };
  const reading = createClaimsReader({ ...inside, isIgnored: anyOf(defaultIgnoredFiles) }).open(findFeatures(files));
  const told: (readonly [string, Record<string, string>])[] = [];
  for await (const commit of readHistory({ ...inside, git: installedGit, range: ['HEAD'], separator: randomUUID() })) {
    const claims = await reading.of(commit);
    const entries = [...(claims?.files ?? [])].map(([file, names]) => [file.slice(own.length + 1), [...names].sort().join(' ')]);
    told.push([commit.message.split('\n')[0]!, Object.fromEntries(entries) as Record<string, string>]);
  }
  await reading.close();
  return told;
}

const edits: readonly (readonly [what: string, files: Files, expected: Readonly<Record<string, string>>])[] = [
  ['of one feature', { [`${own}/src/agenda/agenda.ts`]: "import '../dates';\n" }, { 'src/agenda/agenda.ts': 'calendar-agenda' }],
  ['that is lazy', { [`${own}/src/agenda/lazy.ts`]: '1' }, { 'src/agenda/lazy.ts': 'calendar-agenda' }],
  ['that a style sheet imports', { [`${own}/src/agenda/tokens.css`]: 'a {}' }, { 'src/agenda/tokens.css': 'calendar-agenda' }],
  ['that is a template', { [`${own}/src/month.html`]: '<b></b>' }, { 'src/month.html': 'calendar' }],
  ['of both', { [`${own}/src/dates.ts`]: '1' }, { 'src/dates.ts': 'calendar calendar-agenda' }],
  ['of which only types are used', { [`${own}/src/types.ts`]: 'export interface Day { a: 1 }' }, { 'src/types.ts': '' }],
  ['that nobody imports', { [`${own}/src/dead.ts`]: '1' }, { 'src/dead.ts': '' }],
  ['about how all are built', { [`${own}/project.json`]: '{"a":1}' }, { 'project.json': 'calendar calendar-agenda' }],
  [
    'that describes one element',
    { [`${own}/agenda.custom-elements.json`]: '{"a":1}' },
    { 'agenda.custom-elements.json': 'calendar-agenda' },
  ],
  ['that describes the other', { [`${own}/custom-elements.json`]: '{"a":1}' }, { 'custom-elements.json': 'calendar' }],
  ['that is ignored', { [`${own}/README.md`]: 'x', [`${own}/src/dates.spec.ts`]: 'x' }, {}],
  ['of another library', { 'libs/questionnaire/src/a.ts': 'x' }, {}],
  [
    'that is removed',
    { [`${own}/src/agenda/lazy.ts`]: null, [`${own}/src/agenda/agenda.ts`]: "import '../dates';\n" },
    { 'src/agenda/lazy.ts': 'calendar-agenda', 'src/agenda/agenda.ts': 'calendar-agenda' },
  ],
  [
    'that one begins to use',
    { [`${own}/src/dead.ts`]: '', [`${own}/src/month.ts`]: "import './dead';" },
    { 'src/dead.ts': 'calendar', 'src/month.ts': 'calendar' },
  ],
  [
    'that one uses no longer',
    { [`${own}/src/dates.ts`]: '1', [`${own}/src/month.ts`]: '' },
    { 'src/dates.ts': 'calendar calendar-agenda', 'src/month.ts': 'calendar' },
  ],
  [
    'that takes the place of another',
    { [`${own}/src/dates/index.ts`]: '', [`${own}/src/dates.ts`]: null },
    { 'src/dates/index.ts': 'calendar calendar-agenda', 'src/dates.ts': 'calendar calendar-agenda' },
  ],
];

test.each(edits)('a file %s is of the features that bundle it, then or just before', async (_, files, expected) => {
  const { first } = await createTestRemote();
  await first.commit('feat: two', library);
  await first.commit('fix: it', files);

  expect((await claimsOf(first))[0]).toEqual(['fix: it', expected]);
});

test('each commit is judged by the files as they were: before a feature, while it moved, after another was gone', async () => {
  const { first } = await createTestRemote();
  const at = (path: string) => `${own}/src/${path}`;
  await first.commit('feat: dates', { [at('element.ts')]: "import './dates';\n", [at('dates.ts')]: '' });
  await first.commit('feat: list', { [at('list.ts')]: '' });
  await first.commit('feat: agenda', { [at('agenda.element.ts')]: "import './list';\n" });
  await first.commit('refactor: move', {
    [at('list.ts')]: null,
    [at('agenda/list.ts')]: '',
    [at('agenda.element.ts')]: "import './agenda/list';\n",
  });
  await first.commit('feat: old', { [at('old.element.ts')]: "import './old';\n", [at('old.ts')]: '' });
  await first.commit('fix: old', { [at('old.ts')]: '1' });
  await first.commit('feat!: no old', { [at('old.element.ts')]: null, [at('old.ts')]: null });
  await first.commit('fix: list', { [at('agenda/list.ts')]: '1' });

  expect((await claimsOf(first)).slice(0, 8)).toEqual([
    ['fix: list', { 'src/agenda/list.ts': 'calendar-agenda' }],
    ['feat!: no old', { 'src/old.element.ts': '', 'src/old.ts': '' }],
    ['fix: old', { 'src/old.ts': '' }],
    ['feat: old', { 'src/old.element.ts': '', 'src/old.ts': '' }],
    [
      'refactor: move',
      { 'src/agenda.element.ts': 'calendar-agenda', 'src/agenda/list.ts': 'calendar-agenda', 'src/list.ts': 'calendar-agenda' },
    ],
    ['feat: agenda', { 'src/agenda.element.ts': 'calendar-agenda' }],
    ['feat: list', { 'src/list.ts': '' }],
    ['feat: dates', { 'src/dates.ts': 'calendar', 'src/element.ts': 'calendar' }],
  ]);
});

test('what one feature alone was, while another one was beside it, is not of the one that is left', async () => {
  const { first } = await createTestRemote();
  await first.commit('feat: list', { [`${own}/src/list.element.ts`]: "import './list';\n", [`${own}/src/list.ts`]: '' });
  await first.commit('feat!: no list', { [`${own}/src/list.element.ts`]: null, [`${own}/src/list.ts`]: null });
  await first.commit('fix: anything', { [`${own}/src/anything.ts`]: '' });

  expect((await claimsOf(first)).slice(0, 3)).toEqual([
    // With one entry file everything in the folder is its own, and nobody has to read anything.
    ['fix: anything', {}],
    ['feat!: no list', { 'src/list.element.ts': '', 'src/list.ts': '' }],
    ['feat: list', { 'src/list.element.ts': '', 'src/list.ts': '' }],
  ]);
});

/** git whose calls and questions are counted. */
function countedGit() {
  const counts = { calls: 0, questions: [] as string[] };
  const git: Git = {
    run: () => Promise.reject(new Error('nothing else is asked')),
    async *stream(args, options: GitStreamOptions) {
      counts.calls += 1;
      if (typeof options.input === 'object') {
        const { input } = options;
        const push = input.push.bind(input);
        input.push = (chunk: unknown) => {
          if (chunk !== null) counts.questions.push(String(chunk).trim());
          return push(chunk);
        };
      }
      yield* installedGit.stream(args, options);
    },
  };
  return { git, counts };
}

test('one process answers for a whole history; a commit that changes no import costs its own files', async () => {
  const { first } = await createTestRemote();
  await first.commit('feat: two', library);
  const rounds = 30;
  for (let round = 0; round < rounds; round += 1) await first.commit(`fix: ${round}`, { [`${own}/src/agenda/lazy.ts`]: `${round}\n` });

  const { git, counts } = countedGit();
  await claimsOf(first, git);
  expect(counts.calls).toBe(1);
  // By commit: the library's tree and two folders in it, the file, and the three configurations that may name aliases; what its parent has, the next one asks.
  expect(counts.questions.length).toBeLessThan(rounds * 7 + 60);
  const blobs = counts.questions.filter((question) => /^[0-9a-f]{40}$/.test(question));
  expect(new Set(blobs).size).toBe(blobs.length);
});

test('a workspace without such libraries asks git nothing', async () => {
  const { first } = await createTestRemote();
  await first.commit('fix: it', { 'libs/calendar/src/a.ts': '' });
  const { git, counts } = countedGit();
  expect(await claimsOf(first, git)).toMatchObject([
    ['fix: it', {}],
    ['feat: two features', {}],
  ]);
  expect(counts.calls).toBe(0);
});

test('names that are no ASCII, with spaces and line breaks, are files like others', async () => {
  const { first } = await createTestRemote();
  await first.commit('feat: two', {
    ...library,
    [`${own}/src/agenda/agenda.ts`]: "import './質問 1'; import './a\\nb';\n",
    [`${own}/src/agenda/質問 1.ts`]: '',
    [join(`${own}/src/agenda`, 'a\nb.ts')]: '',
  });
  await first.commit('fix: it', { [`${own}/src/agenda/質問 1.ts`]: '1', [join(`${own}/src/agenda`, 'a\nb.ts')]: '1' });
  expect((await claimsOf(first))[0]).toEqual([
    'fix: it',
    { 'src/agenda/質問 1.ts': 'calendar-agenda', 'src/agenda/a\nb.ts': 'calendar-agenda' },
  ]);
});

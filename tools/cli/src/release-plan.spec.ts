import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '@pintag/release';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CommandRun, runCommand } from './testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from './testing/workspace.ts';

// Real git, real semantic-release and a store for each command.
vi.setConfig({ testTimeout: 90_000 });

let workspace: TestWorkspace;
const pintag = (...argv: string[]): Promise<CommandRun> => runCommand(argv, { cwd: workspace.root });

/** What `pintag plan --json` prints, as it is or changed by somebody. */
async function keepPlan(change: (plan: Plan) => unknown = (plan) => plan, ...argv: string[]): Promise<Plan> {
  const run = await pintag('plan', '--json', '--notes', ...argv);
  const plan = JSON.parse(run.stdout) as Plan;
  await writeFile(join(workspace.root, '.pintag/plan.json'), JSON.stringify(change(plan)));
  return plan;
}
const releasePlan = (...argv: string[]): Promise<CommandRun> => pintag('release', '--plan', '.pintag/plan.json', ...argv);

async function commit(message: string, ...files: string[]): Promise<string> {
  await workspace.write(Object.fromEntries(files.map((file) => [file, message])));
  await workspace.git('add', '--all');
  await workspace.git('commit', '--quiet', '--allow-empty', '--message', message);
  await workspace.git('push', '--quiet', 'origin', 'main');
  return workspace.git('rev-parse', 'HEAD');
}

/** As somebody with rights may: created, moved or (`null`) deleted at the remote. */
async function tagAtRemote(tag: string, target: string | null): Promise<void> {
  await workspace.git('push', '--quiet', '--force', 'origin', `${target ?? ''}:refs/tags/${tag}`);
}

let begin: string;
beforeEach(async () => {
  workspace = await makeWorkspace();
  begin = await workspace.git('rev-parse', 'HEAD');
  for (const tag of ['calendar-v1.0.0', 'questionnaire-v1.0.0']) await tagAtRemote(tag, begin);
  await commit('fix(calendar): days', 'libs/calendar/src/days.ts');
  await commit('feat(questionnaire): steps', 'libs/questionnaire/src/steps.ts');
});
afterEach(() => workspace.remove());

/** Replaces fields of the first release, which is the calendar's. */
const edited = (fields: object) => (plan: Plan) => ({ ...plan, releases: [{ ...plan.releases[0], ...fields }, ...plan.releases.slice(1)] });

interface Case {
  readonly what: string;
  readonly change?: (plan: Plan) => unknown;
  readonly after?: () => Promise<unknown>;
  readonly argv?: readonly string[];
  readonly code: 'PT_PLAN_STALE' | 'PT_PLAN_INVALID' | 'PT_FEATURE_UNKNOWN';
  readonly says: RegExp;
}

const cases: readonly Case[] = [
  {
    what: 'made for another commit',
    after: () => commit('docs: more'),
    code: 'PT_PLAN_STALE',
    says: /made for commit [0-9a-f]{8}, and this is [0-9a-f]{8}/,
  },
  {
    what: 'made for another branch',
    change: (plan) => ({ ...plan, branch: 'next' }),
    code: 'PT_PLAN_STALE',
    says: /branch next, and this is main/,
  },
  {
    what: 'whose next version was tagged meanwhile',
    after: () => tagAtRemote('calendar-v1.0.1', begin),
    code: 'PT_PLAN_STALE',
    says: /calendar-v1\.0\.1 was tagged.*now there is calendar 1\.0\.1 → 1\.0\.2/,
  },
  {
    what: 'whose last version was taken back',
    after: () => tagAtRemote('calendar-v1.0.0', null),
    code: 'PT_PLAN_STALE',
    says: /calendar-v1\.0\.0 is gone/,
  },
  {
    what: 'whose last version names another commit now',
    after: async () => tagAtRemote('calendar-v1.0.0', await workspace.git('commit-tree', '-p', begin, '-m', 'x', `${begin}^{tree}`)),
    code: 'PT_PLAN_STALE',
    says: /calendar-v1\.0\.0/,
  },
  {
    what: 'that was superseded',
    after: async () => {
      const later = await commit('feat(calendar): weeks', 'libs/calendar/src/weeks.ts');
      await tagAtRemote('calendar-v1.1.0', later);
      await workspace.git('checkout', '--quiet', '--detach', 'HEAD^');
    },
    code: 'PT_PLAN_STALE',
    says: /calendar-v1\.1\.0 was tagged/,
  },
  {
    what: 'with another version written in by hand',
    change: edited({ to: '2.0.0', tag: 'calendar-v2.0.0' }),
    code: 'PT_PLAN_STALE',
    says: /it has calendar 1\.0\.0 → 2\.0\.0, now there is calendar 1\.0\.0 → 1\.0\.1/,
  },
  {
    what: 'with other notes written in by hand',
    change: edited({ notes: '# Mine' }),
    code: 'PT_PLAN_STALE',
    says: /the notes of calendar differ.*edited/,
  },
  {
    what: 'with other reasons and another bump',
    change: edited({ reasons: [], bump: 'major' }),
    code: 'PT_PLAN_STALE',
    says: /the bump, reasons of calendar differ/,
  },
  {
    what: 'with a release written in twice',
    change: (plan) => ({ ...plan, releases: [...plan.releases, plan.releases[0]] }),
    code: 'PT_PLAN_STALE',
    says: /number of releases/,
  },
  {
    what: 'with a feature that is not there',
    change: edited({ feature: 'calender' }),
    code: 'PT_FEATURE_UNKNOWN',
    says: /calendar, questionnaire/,
  },
  {
    what: 'that says nothing of what is asked for',
    change: (plan) => ({ ...plan, releases: [], others: [] }),
    argv: ['--only', 'calendar'],
    code: 'PT_PLAN_STALE',
    says: /says nothing of calendar/,
  },
  {
    what: 'of a newer schema',
    change: (plan) => ({ ...plan, schema: 2 }),
    code: 'PT_PLAN_INVALID',
    says: /schema 2, which a newer Pintag made/,
  },
  { what: 'that lacks a field', change: edited({ to: undefined }), code: 'PT_PLAN_INVALID', says: /releases\.0\.to/ },
  { what: 'that is a list', change: () => [], code: 'PT_PLAN_INVALID', says: /plan\.json is no plan/ },
];

test.each(cases)('a plan $what is refused and said, and nothing reaches the remote', async ({ change, after, argv = [], code, says }) => {
  await keepPlan(change);
  await after?.();
  const before = await workspace.git('ls-remote', 'origin');
  const run = await releasePlan(...argv);

  expect(`${run.exitCode} ${run.stderr}`).toMatch(new RegExp(`^1 (.*\\n)*?${code}  `, 'm'));
  expect(run.stderr).toMatch(says);
  expect(await workspace.git('ls-remote', 'origin')).toBe(before);
});

test('a plan that still fits is taken, whatever happens to features that it does not name', async () => {
  await keepPlan(undefined, '--only', 'calendar');
  await tagAtRemote('questionnaire-v1.1.0', begin);
  const run = await releasePlan('--dry-run', '--json');

  expect(run.stderr).not.toContain('PT_');
  expect(JSON.parse(run.stdout)).toMatchObject({
    ok: true,
    plan: { releases: [{ feature: 'calendar', to: '1.0.1' }], others: [] },
    features: expect.arrayContaining([expect.objectContaining({ feature: 'calendar', version: '1.0.1', status: 'planned' })]),
  });
});

test('of a plan, some features can be released', async () => {
  await keepPlan();
  const only = JSON.parse((await releasePlan('--dry-run', '--json', '--only', 'questionnaire')).stdout) as { plan: Plan };
  expect(only.plan.releases).toMatchObject([{ feature: 'questionnaire', to: '1.1.0' }]);
  const except = JSON.parse((await releasePlan('--dry-run', '--json', '--except', 'questionnaire')).stdout) as { plan: Plan };
  expect(except.plan.releases).toMatchObject([{ feature: 'calendar', to: '1.0.1' }]);
});

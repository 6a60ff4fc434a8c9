import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { createTestRemote, lock, type TestClone, type TestRemote, testGraph, testProjects } from '../git/testing/test-remote.ts';
import type { OpenRepositoryOptions } from '../git/open-repository.ts';
import { docsFile, validate } from '../testing/json-schema.ts';
import { parsePlan } from './parse-plan.ts';
import type { Plan } from './plan.ts';

// Real git and real semantic-release: some tests make several releases.
vi.setConfig({ testTimeout: 90_000 });

const schema = await readFile(docsFile('plan.schema.json'), 'utf8');
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

async function planOf(clone: TestClone, options: Partial<OpenRepositoryOptions> = {}): Promise<Plan> {
  const repository = await clone.open(options);
  return repository.plan();
}

async function release(clone: TestClone, options: Partial<OpenRepositoryOptions> = {}): Promise<void> {
  const repository = await clone.open(options);
  await repository.push((await repository.plan()).releases);
  await repository.close();
}

const both = { 'libs/calendar/src/a.ts': '', 'libs/questionnaire/src/a.ts': '' };
const twoBranches = ['main', 'next'];
const withMaintenance = ['main', { name: '1.x', range: '1.x' }];

interface Case {
  readonly what: string;
  readonly make: (remote: TestRemote & { readonly first: TestClone }) => Promise<Partial<OpenRepositoryOptions> | void>;
  readonly plan: object;
}

const cases: readonly Case[] = [
  {
    what: 'releases for every kind of reason, and ignored commits',
    plan: {
      releases: [
        { feature: 'calendar' },
        { feature: 'questionnaire', reasons: [{ kind: 'shared-file' }, { kind: 'lock-file' }, { kind: 'dependency' }] },
      ],
      ignored: [{ subject: 'wip' }],
    },
    make: async ({ first }) => {
      await first.commit('feat(calendar): own', { 'libs/calendar/src/a.ts': '' });
      await first.commit('docs(calendar): releases nothing', { 'libs/calendar/src/b.ts': '' });
      await first.commit('fix(ui): a library', { 'libs/shared/ui/src/a.ts': '' });
      await first.commit('build: a package', { 'package-lock.json': lock({ '@angular/core': '22.1.7', dates: '1.1.0', vitest: '4.0.0' }) });
      await first.commit('fix: a package', { 'package-lock.json': lock({ '@angular/core': '22.1.8', dates: '1.1.0', vitest: '4.0.0' }) });
      await first.commit('fix: a shared file', { 'tsconfig.base.json': '{}' });
      await first.commit('wip', { 'libs/calendar/src/c.ts': '' });
      await first.push();
      return { config: { sharedFiles: ['tsconfig.base.json'] } };
    },
  },
  {
    what: 'a promotion',
    plan: { releases: [{ feature: 'calendar', promotes: expect.any(String), reasons: [{ kind: 'promotion' }] }] },
    make: async ({ first }) => {
      await first.push('next');
      await first.git('switch', '--quiet', '--create', 'next');
      await first.commit('feat(calendar): agenda', { 'libs/calendar/src/agenda.ts': '' });
      await first.push('next');
      await release(first, { branches: twoBranches });
      await first.git('switch', '--quiet', 'main');
      await first.git('merge', '--quiet', '--ff-only', 'next');
      await first.push('main');
      return { branches: twoBranches };
    },
  },
  {
    what: 'a feature that is superseded',
    plan: { others: [{ feature: 'calendar', why: 'superseded', by: 'calendar-v1.0.1' }, { why: 'superseded' }] },
    make: async (remote) => {
      const other = await remote.clone();
      await other.commit('fix: both', both);
      await other.push();
      await release(other);
    },
  },
  {
    what: 'a feature that fails, beside one that is released and one of another branch',
    plan: { releases: [{ feature: 'questionnaire' }], others: [{ feature: 'calendar', why: 'failed', message: expect.any(String) }] },
    make: async ({ first }) => {
      await first.push('1.x');
      await first.commit('feat!: new', both);
      await first.push();
      await release(first, { branches: withMaintenance });
      await first.git('switch', '--quiet', '--create', '1.x', 'origin/1.x');
      await first.commit('feat(calendar)!: breaking', { 'libs/calendar/src/b.ts': '' });
      await first.commit('fix(questionnaire): fine', { 'libs/questionnaire/src/b.ts': '' });
      await first.push('1.x');
      return { branches: withMaintenance };
    },
  },
  { what: 'a repository that never released', plan: { releases: [{ to: '1.0.0' }, { to: '1.0.0' }] }, make: async () => {} },
];

test.each(cases)(
  'a real plan fits the documented schema, is read back as it was, and is the same each time: $what',
  async ({ make, plan: expected, what }) => {
    const remote = await createTestRemote(what.includes('never released') ? 'new' : 'released');
    const options = (await make(remote)) ?? {};
    const plan = await planOf(remote.first, options);
    const turned = { read: () => Promise.resolve(testProjects.toReversed()) };

    expect(plan).toMatchObject(expected);
    expect(validate(schema, plan)).toEqual([]);
    expect(parsePlan(bytes(plan), 'plan.json')).toEqual(plan);
    expect(JSON.stringify(await planOf(remote.first, { ...options, graph: turned }))).toBe(JSON.stringify(plan));
  },
);

test('the schema refuses what is no plan, and lets pass what a later version adds', async () => {
  const { first } = await createTestRemote('new');
  const plan = await planOf(first, { graph: testGraph });

  const added = { ...plan, more: 1, releases: plan.releases.map((one) => ({ ...one, more: { than: 'before' } })) };
  expect(validate(schema, added)).toEqual([]);
  expect(parsePlan(bytes(added), 'plan.json')).toEqual(plan);
  expect(validate(schema, { ...plan, schema: 2 })).not.toEqual([]);
  expect(validate(schema, { ...plan, commit: 'HEAD' })).not.toEqual([]);
  expect(validate(schema, { ...plan, others: [{ feature: 'calendar', why: 'because' }] })).not.toEqual([]);
});

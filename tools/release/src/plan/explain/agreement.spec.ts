import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createTestRemote, lock, type TestRemote, testEnv } from '../../git/testing/test-remote.ts';
import { explanationSchema } from './explanation-schema.ts';

/** One commit of a generated history: what its message says, which files it changes, and which earlier commit it takes back, if any. */
interface Generated {
  readonly type: string;
  readonly scope: string;
  readonly breaking: boolean;
  readonly skipped: boolean;
  readonly files: readonly string[];
  /** How many commits before it the one stands that it takes back. */
  readonly reverts?: number;
  /** Merged from a side branch that left `main` here. */
  readonly isMerged: boolean;
  /** Features that are tagged at it. */
  readonly tagged: readonly string[];
}

const generated: fc.Arbitrary<Generated> = fc.record({
  type: fc.constantFrom('feat', 'fix', 'docs', 'chore', 'perf', 'wip no type'),
  scope: fc.constantFrom('', '(calendar)', '(questionnaire)', '(ui)'),
  breaking: fc.nat(5).map((value) => value === 0),
  skipped: fc.nat(9).map((value) => value === 0),
  files: fc.uniqueArray(
    fc.constantFrom(
      'libs/calendar/src/a.ts',
      'libs/calendar/src/a.spec.ts',
      'libs/calendar/src/month.element.ts',
      'libs/calendar/src/month.ts',
      'libs/questionnaire/src/a.ts',
      'libs/shared/ui/src/a.ts',
      'libs/shared/ui/README.md',
      'libs/menu/src/element.ts',
      'package-lock.json',
      'tsconfig.base.json',
      'tools/a.ts',
    ),
    { maxLength: 4 },
  ),
  reverts: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined, freq: 5 }),
  isMerged: fc.nat(4).map((value) => value === 0),
  tagged: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, fc.subarray(['calendar', 'questionnaire'], { minLength: 1 })),
});

const projects = ['questionnaire', 'calendar', 'menu'].map((name) => ({
  name,
  root: `libs/${name}`,
  dependencies: ['ui'],
  packages: name === 'calendar' ? ['dates'] : ['@angular/core'],
}));
const graph = { read: () => Promise.resolve([...projects, { name: 'ui', root: 'libs/shared/ui', dependencies: [], packages: [] }]) };

/** Of the calendar's two features one has `a.ts`, and from every second time on both have `month.ts`. */
function contentOf(file: string, index: number): string {
  if (file === 'package-lock.json') return lock({ '@angular/core': `22.1.${index}`, dates: `1.0.${index >> 1}` });
  if (file === 'libs/calendar/src/month.element.ts') return `import './month';${index % 2 ? '' : "\nimport './a';"}`;
  return `${index}`;
}

/** Written by `git fast-import` onto the remote's `main`: one process, however many commits. */
async function write(remote: TestRemote, history: readonly Generated[]): Promise<void> {
  const base = await remote.git('rev-parse', 'main');
  const lines: string[] = [];
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const versions = new Map([
    ['calendar', 0],
    ['questionnaire', 0],
  ]);
  let main = `${base}`;
  for (const [index, { type, scope, breaking, skipped, files, isMerged, tagged }] of history.entries()) {
    const subject = `${type}${type.includes(' ') ? '' : `${scope}${breaking ? '!' : ''}`}: number ${index}${skipped ? ' [skip release]' : ''}`;
    const when = 1_790_000_000 + index * 2;
    const change = files.map((file) => `M 100644 inline ${file}\n${data(contentOf(file, index))}`).join('');
    const commit = (mark: number, ref: string, message: string, parents: string, content: string) =>
      lines.push(`commit ${ref}\nmark :${mark}\ncommitter dora <dora@example.com> ${when} +0000\n${data(message)}${parents}${content}\n`);
    commit(index * 2 + 1, isMerged ? 'refs/heads/side' : 'refs/heads/main', subject, `from ${main}\n`, change);
    if (isMerged) commit(index * 2 + 2, 'refs/heads/main', `Merge branch side ${index}`, `from ${main}\nmerge :${index * 2 + 1}\n`, change);
    main = `:${index * 2 + (isMerged ? 2 : 1)}`;
    for (const feature of tagged) {
      const version = versions.get(feature)! + 1;
      versions.set(feature, version);
      lines.push(`reset refs/tags/${feature}-v1.${version}.0\nfrom ${main}\n\n`);
    }
  }
  await execa('git', ['fast-import', '--quiet', '--force'], { cwd: remote.url, env: testEnv, extendEnv: false, input: lines.join('') });
  await remote.git('update-ref', '-d', 'refs/heads/side').catch(() => undefined);
}

/** Takes commits back on top: their hashes are known now. */
async function revert(remote: TestRemote, history: readonly Generated[]): Promise<void> {
  for (const [index, { reverts, files }] of history.entries()) {
    if (reverts === undefined || files.length === 0) continue;
    const target = await remote.git('rev-parse', `main~${reverts}`);
    const subject = await remote.git('log', '-1', '--format=%s', target);
    const tree = await remote.git('rev-parse', `${target}^{tree}`);
    const who = { ...testEnv, GIT_AUTHOR_DATE: `${1_800_000_000 + index} +0000`, GIT_COMMITTER_DATE: `${1_800_000_000 + index} +0000` };
    const message = `revert: ${subject}\n\nThis reverts commit ${target}.`;
    const made = await execa('git', ['commit-tree', '-p', 'main', '-m', message, tree], { cwd: remote.url, env: who, extendEnv: false });
    await remote.git('update-ref', 'refs/heads/main', made.stdout);
  }
}

const seed = 20_261_122;

test('over generated histories an explanation never contradicts the plan', { timeout: 240_000 }, async () => {
  let counted = 0;
  let silent = 0;
  let takenBack = 0;
  let released = 0;
  const histories = fc.sample(fc.array(generated, { minLength: 6, maxLength: 18 }), { numRuns: 12, seed });
  for (const [number, history] of histories.entries()) {
    const remote = await createTestRemote();
    await write(remote, history);
    await revert(remote, history.slice(0, 6));
    const root = join(remote.url, '..', 'generated');
    await remote.git('clone', '--quiet', remote.url, root);
    const config = { sharedFiles: ['tsconfig.base.json'], dependencyBump: number % 2 === 0 ? 'patch' : 'own' } as const;
    const repository = await remote.first.open({ root, graph, config });
    const plan = await repository.plan();

    for (const feature of [...plan.releases, ...plan.others].map((one) => one.feature)) {
      const explanation = v.parse(explanationSchema, await repository.explain(feature));
      const where = `history ${number} of seed ${seed}, ${feature}`;
      const counting = explanation.commits.filter((commit) => commit.counts);
      const reverted = new Set(explanation.commits.flatMap((commit) => (!commit.counts && commit.by ? [commit.commit] : [])));
      const release = plan.releases.find((one) => one.feature === feature);
      const other = plan.others.find((one) => one.feature === feature);
      counted += counting.length;
      takenBack += reverted.size;
      released += release ? 1 : 0;
      silent += explanation.commits.length - counting.length;

      if (release) {
        const { to, bump, tag } = release;
        expect(explanation.conclusion, where).toMatchObject({ kind: 'release', to, bump, tag });
        const reasons = release.reasons.filter((reason) => reason.bump && !reverted.has(reason.commit));
        expect(
          counting.map(({ commit, kind, bump: alone }) => ({ commit, kind, bump: alone })),
          where,
        ).toEqual(reasons.map(({ commit, kind, bump: alone }) => ({ commit, kind, bump: alone })));
        const strongest = (['major', 'minor', 'patch'] as const).find((wanted) => counting.some((commit) => commit.bump === wanted));
        expect(strongest, where).toBe(bump);
      } else {
        expect(explanation.conclusion, where).toMatchObject({ kind: 'none', why: other!.why });
        if (other!.why !== 'failed' && other!.why !== 'superseded') expect(counting, where).toEqual([]);
      }
    }
    await repository.close();
  }
  // The histories hold enough of both to mean something.
  expect(counted).toBeGreaterThan(40);
  expect(silent).toBeGreaterThan(40);
  expect(takenBack).toBeGreaterThan(10);
  expect(released).toBeGreaterThan(10);
});

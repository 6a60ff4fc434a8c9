import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/workspace.ts';

async function adopting(tags: readonly string[]): Promise<TestWorkspace> {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  for (const tag of tags) await workspace.git('tag', tag);
  await workspace.git('push', '--quiet', 'origin', '--tags');
  return workspace;
}

const old = Array.from({ length: 12 }, (_, index) => `questionnaire-v0.${index}.0`);

test('old tags are a few lines and exit code 0, nothing is published, and reconcile says why it leaves them', async () => {
  const { root, git } = await adopting([...old, 'v1.0.0', 'questionnaire@1.0.0']);
  const check = await runCommand(['reconcile', '--check'], { cwd: root });

  expect(check.exitCode, check.stderr).toBe(0);
  expect(check.stdout).toContain('foreign-tag  12 of questionnaire\n  questionnaire-v0.11.0 was not made by a release');
  expect(check.stdout).toContain('And 7 more; `--json` lists them all.');
  expect(check.stdout.split('\n').length).toBeLessThan(12);

  const heal = await runCommand(['reconcile'], { cwd: root });
  expect(heal.exitCode, heal.stderr).toBe(0);
  expect(heal.stdout).toContain('left  Nothing is published unasked that no release of this repository made.');
  expect(await git('ls-remote', '--tags', 'origin')).not.toContain('calendar');
});

test('--json is one object with its schema number; a note without its tag makes the exit code 1', async () => {
  const { root, git } = await adopting([]);
  const ref = 'refs/notes/semantic-release-calendar-v1.0.0';
  await git('notes', `--ref=${ref}`, 'add', '--message={"channels":[null]}', 'HEAD');
  await git('push', '--quiet', 'origin', ref);

  const check = await runCommand(['reconcile', '--check', '--json'], { cwd: root });
  expect(check.exitCode).toBe(1);
  expect(JSON.parse(check.stdout)).toMatchObject({
    schema: 1,
    ok: false,
    discrepancies: [{ kind: 'note-without-tag', tag: 'calendar-v1.0.0' }],
  });

  const heal = await runCommand(['reconcile', '--json'], { cwd: root });
  expect(heal.exitCode).toBe(1);
  expect(JSON.parse(heal.stdout)).toMatchObject({ schema: 1, ok: false, features: [], healed: [], left: [{ kind: 'note-without-tag' }] });
});

test('a tag that is not lost cannot be restored, and a check heals nothing', async () => {
  const { root } = await adopting(['calendar-v1.0.0']);
  const restore = await runCommand(['reconcile', '--restore', 'calendar-v1.0.0'], { cwd: root });
  expect(restore.exitCode).toBe(1);
  expect(restore.stderr).toContain('PT_TAG_NOT_LOST');

  const both = await runCommand(['reconcile', '--check', '--rebuild'], { cwd: root });
  expect(both.exitCode).toBe(1);
  expect(both.stderr).toContain('PT_USAGE');
});

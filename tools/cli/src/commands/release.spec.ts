import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';
import { makeWorkspace } from '../testing/workspace.ts';

test('tags that no release made are told, each once, with how to adopt them', async () => {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const { root, git } = workspace;
  await git('tag', 'calendar-v1.0.0');
  await git('commit', '--quiet', '--allow-empty', '--message', 'chore: later');
  await git('tag', 'calendar-v1.0.1');
  await git('tag', 'questionnaire-v1.0.0');
  await git('push', '--quiet', 'origin', 'main', '--tags');

  const { exitCode, stdout, stderr } = await runCommand(['release'], { cwd: root });

  expect(exitCode, stderr).toBe(0);
  for (const tag of ['calendar-v1.0.1', 'questionnaire-v1.0.0']) {
    expect(stdout).toContain(`unchanged  ${tag} was not made by a release`);
    expect(stderr).not.toContain(`--adopt ${tag}`);
  }
  expect(stderr).toContain('`pintag reconcile --adopt calendar-v1.0.0` publishes it.');
});

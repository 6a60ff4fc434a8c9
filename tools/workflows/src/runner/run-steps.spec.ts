import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runWorkflow } from './run-workflow.ts';

const text = `name: Names
env: { GITHUB_SHA: 'of the workflow', GREETING: 'hello' }
defaults: { run: { shell: bash } }
jobs:
  tell:
    env: { RUNNER_OS: 'of the job' }
    steps:
      - run: echo "GITHUB_REF=from a file" >> "$GITHUB_ENV"
      - run: echo "$GREETING $GITHUB_REPOSITORY $GITHUB_SHA $RUNNER_OS $GITHUB_REF $GITHUB_TOKEN"
        env: { GITHUB_REPOSITORY: acme/shop, GITHUB_TOKEN: ghs_own }
`;

test("as on GitHub, its own variables stay what they are, whatever a workflow's env says; the token is a step's to set", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-steps-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { jobs } = await runWorkflow({
    text,
    folder,
    github: {
      event_name: 'push',
      event: {},
      ref: 'refs/heads/main',
      ref_name: 'main',
      base_ref: '',
      head_ref: '',
      sha: '0a1b2c3',
      repository: 'acme/elements',
      repository_owner: 'acme',
      server_url: 'https://github.com',
      api_url: 'https://api.github.com',
      token: 'ghs_of_the_job',
      run_id: '1',
      workflow: 'Names',
    },
    vars: {},
    machine: { PATH: process.env['PATH']! },
    standIns: {},
  });
  expect(jobs[0]!.steps[1]!.output).toBe('hello acme/elements 0a1b2c3 Linux refs/heads/main ghs_own');
});

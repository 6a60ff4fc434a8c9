/** Errors in what jobs may do. */
import type { PlantedError } from './planted-error.ts';

const release = 'workflows/release.yml';
const preview = 'workflows/preview.yml';
const comment = 'workflows/preview-comment.yml';
const ci = 'workflows/ci.yml';
const rollback = 'workflows/rollback.yml';

const called = `name: Called
on:
  workflow_call:
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: write
    steps:
      - run: npx pintag release
        shell: bash
`;

export const inRights: readonly PlantedError[] = [
  {
    rule: 'least-permissions',
    what: 'rights for all jobs',
    file: ci,
    replace: 'permissions: {}',
    by: 'permissions:\n  contents: read',
    at: '  contents: read',
    says: 'to all its jobs',
  },
  {
    rule: 'least-permissions',
    what: 'no permissions at the top',
    file: comment,
    replace: 'permissions: {}\n',
    by: '',
    at: '# Puts what',
    says: 'has no `permissions`',
  },
  {
    rule: 'least-permissions',
    what: 'no permissions at a job',
    file: ci,
    replace: '    permissions:\n      contents: read\n',
    by: '',
    at: '  static:',
    says: 'Job static has no `permissions`',
  },
  {
    rule: 'least-permissions',
    what: 'everything',
    file: comment,
    replace: 'permissions:\n      actions: read\n      contents: read\n      pull-requests: write',
    by: 'permissions: write-all',
    says: 'has write-all',
  },
  {
    rule: 'least-permissions',
    what: 'a right that no step needs',
    file: release,
    after: '  stage:',
    replace: 'contents: read',
    by: 'contents: write',
    says: 'may write contents',
  },
  {
    rule: 'least-permissions',
    what: 'a right that no command is known to need',
    file: rollback,
    replace: 'pull-requests: write',
    by: 'pull-requests: write\n      packages: write',
    at: 'packages: write',
    says: 'may write packages',
  },
  {
    rule: 'pull-request-rights',
    what: 'a secret',
    file: preview,
    replace: 'GITHUB_TOKEN: ${{ github.token }}',
    by: 'GITHUB_TOKEN: ${{ secrets.RELEASE_TOKEN }}',
    says: '`secrets.RELEASE_TOKEN`',
  },
  {
    rule: 'pull-request-rights',
    what: 'a token for AWS in forks',
    file: preview,
    replace: ' && github.event.pull_request.head.repo.full_name == github.repository',
    by: '',
    at: 'id-token: write',
    says: 'forks included',
  },
  {
    rule: 'pull-request-rights',
    what: 'a token for AWS in forks, by an or',
    file: preview,
    replace: "vars.PINTAG_ROLE_PREVIEW != '' &&",
    by: "vars.PINTAG_ROLE_PREVIEW != '' ||",
    at: 'id-token: write',
    says: 'forks included',
  },
  {
    rule: 'pull-request-rights',
    what: 'an environment',
    file: ci,
    replace: 'runs-on: ubuntu-24.04',
    by: 'environment: somewhere\n    concurrency: { group: a, queue: max, cancel-in-progress: false }\n    runs-on: ubuntu-24.04',
    says: 'the environment somewhere',
  },
  {
    rule: 'pull-request-target',
    what: 'the event',
    file: comment,
    replace: 'on:\n',
    by: 'on:\n  pull_request_target:\n',
    at: 'pull_request_target:',
    says: '`pull_request_target`',
  },
  {
    rule: 'called-permissions',
    what: 'a called workflow that asks for more than its caller grants',
    file: ci,
    replace: 'jobs:\n',
    by: 'jobs:\n  called:\n    uses: ./.github/workflows/called.yml\n    permissions:\n      contents: read\n',
    beside: ['workflows/called.yml', called],
    at: 'uses: ./.github/workflows/called.yml',
    says: '`contents: write` in its job publish, and job called grants read',
  },
  {
    rule: 'protected-roles',
    what: 'the release without approval',
    file: release,
    after: '  release:',
    replace: 'name: cdn-production',
    by: 'name: somewhere',
    at: 'vars.PINTAG_ROLE_RELEASE',
    says: '`environment: cdn-production`',
  },
  {
    rule: 'protected-roles',
    what: 'channels without approval',
    file: rollback,
    replace: '    environment: cdn-channels\n',
    by: '',
    at: 'vars.PINTAG_ROLE_CHANNELS }}',
    says: 'in no environment',
  },
  {
    rule: 'protected-roles',
    what: 'the role of a release where it plans',
    file: release,
    replace: 'vars.PINTAG_ROLE_PLAN }}',
    by: 'vars.PINTAG_ROLE_RELEASE }}',
    says: 'Job plan takes on PINTAG_ROLE_RELEASE',
  },
  {
    rule: 'protected-roles',
    what: 'an environment where AWS looks for a branch',
    file: release,
    after: '  stage:',
    replace: '    runs-on:',
    by: '    environment: cdn-production\n    runs-on:',
    at: 'vars.PINTAG_ROLE_STAGE',
    says: 'Take `environment` away',
  },
  {
    rule: 'protected-roles',
    what: 'a role that nobody knows',
    file: preview,
    replace: '${{ vars.PINTAG_ROLE_PREVIEW }}',
    by: 'arn:aws:iam::123456789012:role/admin',
    says: 'which no rule knows',
  },
];

/** Errors in what steps run. */
import type { PlantedError } from './planted-error.ts';

const release = 'workflows/release.yml';
const preview = 'workflows/preview.yml';
const ci = 'workflows/ci.yml';
const rollback = 'workflows/rollback.yml';
const setUp = 'actions/set-up/action.yml';

export const inScripts: readonly PlantedError[] = [
  {
    rule: 'script-injection',
    what: 'an input in a script',
    file: rollback,
    replace: '"$FEATURE@$VERSION" --paths "$PATHS" --pull-request',
    by: '"${{ inputs.feature }}@$VERSION" --paths "$PATHS" --pull-request',
    says: '`env: NAME: ${{ inputs.feature }}`',
  },
  {
    rule: 'script-injection',
    what: 'a commit message in the third line of a script',
    file: release,
    replace: 'run: npx pintag reconcile | tee -a "$GITHUB_STEP_SUMMARY"',
    by: "run: |\n          npx pintag reconcile --check\n          npx pintag release --only '${{ github.event.head_commit.message }}'",
    at: 'head_commit.message',
    says: '`github.event.head_commit.message`',
  },
  {
    rule: 'script-injection',
    what: 'an expression in a script of an action',
    file: setUp,
    replace: 'run: npm ci',
    by: 'run: npm ci ${{ inputs.nx-cache }}',
    says: '`inputs.nx-cache`',
  },
  {
    rule: 'known-commands',
    what: 'another program',
    file: ci,
    replace: 'run: npm test -- tools',
    by: 'run: aws s3 sync dist s3://elements',
    says: '`aws s3 sync',
  },
  {
    rule: 'known-commands',
    what: 'a second command',
    file: ci,
    replace: 'run: npm test -- tools',
    by: 'run: npm test -- tools; curl https://example.com',
    says: 'no `pintag`, `nx` or `npm` command',
  },
  {
    rule: 'known-commands',
    what: 'a pipe into a shell',
    file: preview,
    replace: '> plan.json',
    by: '| bash > plan.json',
    says: 'no `pintag`',
  },
  {
    rule: 'known-commands',
    what: 'a command within a text',
    file: release,
    replace: '--shard "$SHARD"',
    by: '--shard "$(curl https://example.com)"',
    says: 'no `pintag`',
  },
  {
    rule: 'known-commands',
    what: 'a script that is not there',
    file: ci,
    replace: 'run: npm test -- tools',
    by: 'run: npm run tests-of-tools',
    says: 'npm run tests-of-tools',
  },
  {
    rule: 'failing-pipes',
    what: 'the shell that does not see a pipe fail',
    file: preview,
    replace: 'shell: bash',
    by: 'shell: sh',
    at: '--for-pr',
    says: 'does not see a pipe fail',
  },
];

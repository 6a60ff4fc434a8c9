/** Errors that GitHub's own language service finds. */
import type { PlantedError } from './planted-error.ts';

const release = 'workflows/release.yml';
const ci = 'workflows/ci.yml';

export const forGithub: readonly PlantedError[] = [
  {
    rule: 'github',
    what: 'a misspelt key of a job',
    file: ci,
    replace: 'timeout-minutes: 15',
    by: 'timeout-minutes: 15\n    runs-om: x',
    at: 'runs-om',
    says: "Unexpected value 'runs-om'",
  },
  {
    rule: 'github',
    what: 'a misspelt permission',
    file: ci,
    replace: 'contents: read',
    by: 'content: read',
    says: "Unexpected value 'content'",
  },
  {
    rule: 'github',
    what: 'an input that an action does not have',
    file: release,
    replace: 'role-to-assume',
    by: 'role-to-asume',
    says: "Invalid action input 'role-to-asume'",
  },
  {
    rule: 'github',
    what: 'a job that is not there',
    file: release,
    replace: 'needs: plan',
    by: 'needs: plans',
    says: "Value 'plans' is not valid",
  },
  {
    rule: 'github',
    what: 'a broken expression',
    file: release,
    replace: 'fromJSON(needs.plan.outputs.shards)',
    by: 'fromJSON(needs.plan.outputs.shards',
    says: "Unexpected symbol: 'EOF'",
  },
  {
    rule: 'github',
    what: 'an output that a job does not have',
    file: release,
    replace: "needs.plan.outputs.shards != '[]'",
    by: "needs.plan.outputs.shard != '[]'",
    says: 'shard',
  },
  {
    rule: 'github',
    what: 'a queue that is cancelled',
    file: release,
    replace: 'cancel-in-progress: false',
    by: 'cancel-in-progress: true',
    at: 'queue: max',
    says: "'queue: max' cannot be combined",
  },
];

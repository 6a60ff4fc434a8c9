/** `npm run test:tables`: every row of the tables of which `npm test` takes a part. Arguments go to Vitest, such as `-t 'a lost tag'`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const tables = ['tools/release/src/run/release-isolation.spec.ts', 'tools/release/src/reconcile/found-states.spec.ts'];

const { status, error } = spawnSync('vitest', ['run', ...tables, ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, PINTAG_WHOLE: '1' },
  stdio: 'inherit',
});
if (error) throw error;
process.exit(status ?? 1);

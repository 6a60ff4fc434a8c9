/** `npm run test:engines`: every row of the integrity tables, in each engine that is there. Arguments go to Vitest, such as `-t 'lazy chunk'`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { status, error } = spawnSync(
  'vitest',
  ['run', '--config', 'vitest.browser.config.ts', 'tools/runtime/src/engines', ...process.argv.slice(2)],
  { cwd: root, env: { ...process.env, PINTAG_WHOLE: '1' }, stdio: 'inherit' },
);
if (error) throw error;
process.exit(status ?? 1);

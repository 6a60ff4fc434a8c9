/** `npm run test:faults`: kills a release after each of its external calls and runs it again. Closes with `survived N of N`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runKillTable } from '@pintag/release/faults';

const folder = await mkdtemp(path.join(tmpdir(), 'pintag-faults-'));
try {
  const { rows } = await runKillTable({
    folder,
    env: process.env,
    onRow: ({ call: { name, occurrence }, problems }) => {
      const verdict = problems.length === 0 ? 'survived' : 'LOST    ';
      process.stderr.write([`${verdict} ${name} (${occurrence})`, ...problems.map((problem) => `         ${problem}`), ''].join('\n'));
    },
  });
  const survived = rows.filter(({ problems }) => problems.length === 0).length;
  process.stdout.write(`survived ${survived} of ${rows.length}\n`);
  process.exitCode = survived === rows.length ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

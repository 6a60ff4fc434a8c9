/** A server in a process of its own, for specs that kill it: `node serve.ts <data folder>` prints its addresses as one line of JSON. */
import { startLocal } from '../start-local.ts';

const [, , dataDir = ''] = process.argv;
const local = await startLocal({ dataDir, pid: process.pid, log: ({ message }) => process.stderr.write(`${message}\n`) });
process.stdout.write(`${JSON.stringify(local)}\n`);

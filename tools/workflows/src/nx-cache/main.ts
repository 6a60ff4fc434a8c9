/** `npm run adopt:nx-cache`: after a cache of another runner was restored, before Nx is asked for anything. */
import { fileURLToPath } from 'node:url';
import { adoptNxCache } from './adopt-nx-cache.ts';
import { readMachineId } from './machine-id.ts';

const said = {
  adopted: 'Nx begins with what another machine built.',
  own: 'Nx begins with what this machine built.',
  nothing: 'Nx begins without a cache.',
} as const;

const dataDir = process.env['NX_WORKSPACE_DATA_DIRECTORY'] ?? fileURLToPath(new URL('../../../../.nx/workspace-data', import.meta.url));
const machine = await readMachineId();
process.stderr.write(`${said[machine === undefined ? 'nothing' : await adoptNxCache({ dataDir, machine })]}\n`);

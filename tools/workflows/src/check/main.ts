/** `npm run check:workflows -- [folder] [--json]`: what is wrong in .github, one line each. Exit code 1 when there is anything. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkWorkflows } from './check-workflows.ts';
import { describeFinding } from './finding.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
const root = resolve(positionals[0] ?? fileURLToPath(new URL('../../../..', import.meta.url)));
const { files, findings } = await checkWorkflows(root);

const lines = findings.map((finding) => `${describeFinding(finding)}\n`).join('');
process.stdout.write(values.json ? `${JSON.stringify(findings, undefined, 2)}\n` : lines);
process.stderr.write(`${files.length} workflows and actions checked, ${findings.length} findings.\n`);
process.exitCode = findings.length === 0 && files.length > 0 ? 0 : 1;

/** `npm run check:workflows`: what is wrong in .github, one line each. Exit code 1 when there is anything. */
import { fileURLToPath } from 'node:url';
import { checkWorkflows } from './check-workflows.ts';
import { describeFinding } from './finding.ts';

const { files, findings } = await checkWorkflows(fileURLToPath(new URL('../../../..', import.meta.url)));

process.stdout.write(
  process.argv.includes('--json')
    ? `${JSON.stringify(findings, undefined, 2)}\n`
    : findings.map((finding) => `${describeFinding(finding)}\n`).join(''),
);
process.stderr.write(`${files.length} workflows and actions checked, ${findings.length} findings.\n`);
process.exitCode = findings.length === 0 ? 0 : 1;

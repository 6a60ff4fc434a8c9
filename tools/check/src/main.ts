/** `npm test`: everything that has to hold before a change lands, and one closing line, `N passed, N failed`. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandNames, findCommand } from '@pintag/setup/commands';
import { engineNames, findEngine } from '@pintag/setup/engines';
import { startCeph } from './ceph.ts';
import { add, type Count, nothing } from './count-reports.ts';
import { runStep, type StepResult } from './run-step.ts';
import { phases, type Step } from './steps.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const only = process.argv.slice(2);
const env: NodeJS.ProcessEnv = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: undefined };
const started = Date.now();
let total: Count = nothing;

const names = phases.flat().map(({ name }) => name);
const unknown = only.filter((name) => !names.includes(name));
if (unknown.length) {
  say(`There is no step ${unknown.join(', ')}. The steps are ${names.join(', ')}.`);
  process.exit(1);
}
const chosen = phases
  .map((phase) => phase.filter(({ name }) => only.length === 0 || only.includes(name)))
  .filter((phase) => phase.length > 0);

if (chosen.flat().some(({ name }) => name === 'browser')) {
  for (const engine of engineNames) {
    const found = findEngine(engine, { env });
    if (found.kind === 'missing') say(`No integrity test runs in ${engine}, because ${found.reason}.`);
  }
}
if (chosen.flat().some(({ name }) => name === 'tools')) {
  for (const command of commandNames) {
    const found = findCommand(command, { env });
    if (found.kind === 'missing') say(`No test runs ${command}, because ${found.reason}.`);
  }
}
const ceph = chosen.flat().some(({ name }) => name === 'tools') ? await startCeph({ root, env, say }) : undefined;
try {
  for (const phase of chosen) {
    const results = await Promise.all(
      phase.map(async (step) => ({ step, result: await runStep(step, { root, env: { ...env, ...ceph?.env }, now: Date.now }) })),
    );
    for (const { step, result } of results) await report(step, result);
  }
} finally {
  await ceph?.stop();
}

say(`It took ${Math.round((Date.now() - started) / 1000)} s.`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);

async function report({ name }: Step, { count, exitCode, durationMs, output }: StepResult): Promise<void> {
  total = add(total, count);
  const verdict = count.failed === 0 ? 'ok    ' : 'failed';
  const skipped = count.skipped ? `, ${count.skipped} skipped` : '';
  say(`${verdict} ${name}: ${count.passed} passed, ${count.failed} failed${skipped} (${(durationMs / 1000).toFixed(1)} s)`);
  if (count.failed === 0) return;
  const lines = (await readFile(output, 'utf8')).split('\n');
  say(`--- the end of ${output.slice(root.length + 1)} (exit code ${exitCode}) ---\n${lines.slice(-120).join('\n')}\n---`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

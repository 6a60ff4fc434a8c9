import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { measure, parseTimes } from './measure.ts';

async function run(code: string, limit = 20) {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [stdout, stderr] = [join(folder, 'out'), join(folder, 'err')];
  const measured = await measure(
    { program: process.execPath, args: ['--eval', code], cwd: folder, env: process.env, stdout, stderr },
    limit,
  );
  return { ...measured, stdout: await readFile(stdout, 'utf8') };
}

const busy = (seconds: number): string =>
  `const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
  while (spent() < ${seconds}) for (let i = 0; i < 1e6; i++); console.log('done');`;

test('the CPU time of a child counts, and so does the memory of the largest process', async () => {
  const child = `const block = Buffer.alloc(200 * 2 ** 20, 1); ${busy(0.3)} setTimeout(() => block, 100);`;
  const { exitCode, cpuSeconds, peakMiB, stdout } = await run(
    `require('node:child_process').execFileSync(process.execPath, ['--eval', ${JSON.stringify(child)}], { stdio: 'inherit' });`,
  );
  expect([exitCode, stdout]).toEqual([0, 'done\n']);
  expect(cpuSeconds).toBeGreaterThan(0.3);
  expect(peakMiB).toBeGreaterThan(200);
});

test('a process that nobody waits for counts too', async () => {
  const { cpuSeconds } = await run(
    `require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(busy(0.6))}], { detached: true, stdio: 'ignore' }).unref(); setTimeout(() => {}, 150);`,
  );
  expect(cpuSeconds).toBeGreaterThan(0.55);
});

test('what takes too long is ended, with what it took until then', async () => {
  const { exitCode, wallSeconds, cpuSeconds } = await run(busy(30), 1);
  expect(exitCode).toBeUndefined();
  expect(wallSeconds).toBeGreaterThanOrEqual(1);
  expect(cpuSeconds).toBeGreaterThan(0);
});

test('the exit code is that of the command', async () => {
  expect((await run('process.exit(3)')).exitCode).toBe(3);
});

test.each([
  { text: '0m0.000000s 0m0.000000s\n0m3.620000s 0m0.920000s\n', seconds: 4.54 },
  { text: '0m0.00s 0m0.01s\n2m1.50s 1m0.25s\n', seconds: 181.75 },
])('times of $seconds s', ({ text, seconds }) => {
  expect(parseTimes(text)).toBeCloseTo(seconds, 5);
});

test('times in another form are no silent zero', () => {
  expect(() => parseTimes('user 1 system 2')).toThrow('times');
});

/** The attempts with the programs themselves: refused by a policy, and nothing in the bucket is any different afterwards. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PrincipalName, openProvingGround, type ProvingGround } from './proving-ground.ts';
import { localPoliciesOf, synthesisedPolicies } from './synthesised.ts';
import { argsOf, type ToolAttempt, toolAttempts, type ToolName } from './tool-attempts.ts';
import { findTools, openToolRunner, type Tool, type ToolRunner } from './tools.ts';

let ground: ProvingGround;
let runner: ToolRunner;
let folder: string;
beforeAll(async () => {
  ground = await openProvingGround(localPoliciesOf(synthesisedPolicies()));
  runner = await openToolRunner(ground.local, process.env);
  folder = await mkdtemp(join(tmpdir(), 'pintag-attempts-'));
  for (const name of ['edited', 'empty']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'edited', 'main.js'), 'alert("not what was released")\n');
  await writeFile(join(folder, 'large.bin'), Buffer.alloc(6 * 1024 * 1024, 'x'));
});
afterAll(async () => {
  await runner.close();
  await ground.close();
  await rm(folder, { recursive: true, force: true });
});

const names: readonly ToolName[] = ['aws', 'rclone'];
for (const name of names) {
  const found = await findTools(name, process.env);
  if (found.kind === 'missing') {
    // Said here, and by `npm test`; the other program's attempts run all the same.
    test(`${name} is not asked, because ${found.reason}`, () => expect(found.kind).toBe('missing'));
    continue;
  }
  describe.each(found.tools)('$version', (tool) => {
    const attempts = toolAttempts.filter((attempt) => attempt.tool === name);
    const cases = attempts.flatMap((attempt) => attempt.by.map((who) => [who, attempt.what, endOf(attempt), attempt] as const));
    test.each(cases)('%s tries %s: %s', (who, _what, _end, attempt) => tryIt(tool, who, attempt));
  });
}

const endOf = ({ refused }: ToolAttempt) => (refused === undefined ? 'done' : `refused ${refused}`);

async function tryIt(tool: Tool, who: PrincipalName, attempt: ToolAttempt): Promise<void> {
  const before = await ground.snapshot();
  ground.takeDecisions();
  const { code, output } = await runner.run(tool, argsOf(attempt, folder), ground.credentials(who));
  const refusals = ground.takeDecisions().filter(({ decision }) => decision !== 'allowed');
  const after = await ground.snapshot();

  if (attempt.refused === undefined) {
    expect([code, output]).toEqual([0, expect.any(String)]);
    expect(refusals).toEqual([]);
    return;
  }
  expect(after).toEqual(before);
  // Who is refused a look at what is there has proven nothing about changing it.
  expect(refusals.map(({ action }) => action)).toContain(attempt.refused);
  expect(code, output).not.toBe(0);
  expect(output).toMatch(/AccessDenied|Forbidden|\b403\b/);
}

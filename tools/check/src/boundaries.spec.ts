import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const eslint = new ESLint({ cwd: root });

// The rule reads the project graph that Nx keeps, and says nothing at all where there is none.
beforeAll(async () => {
  await promisify(execFile)('nx', ['show', 'projects'], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' } });
});

const refused = [
  { what: 'a feature another feature', file: 'libs/calendar/src/planted.ts', code: "export * from '@features/questionnaire/api';" },
  { what: 'a feature the mocks', file: 'libs/calendar/src/planted.ts', code: "export * from '@mocks/registry';" },
  { what: 'a feature a tool', file: 'libs/calendar/src/planted.ts', code: "export * from '@pintag/cdn';" },
  { what: 'a shared library a feature', file: 'libs/shared/api/src/planted.ts', code: "export * from '@features/calendar/api';" },
  { what: 'the mocks a tool', file: 'mocks/planted.ts', code: "export * from '@pintag/cdn';" },
  { what: 'the lowest tool a higher one', file: 'tools/cdn/src/planted.ts', code: "export * from '@pintag/release';" },
  { what: 'the release the store on this machine', file: 'tools/release/src/planted.ts', code: "export * from '@pintag/local';" },
  { what: 'the store on this machine the AWS stack', file: 'tools/local/src/planted.ts', code: "export * from '@pintag/infra';" },
  { what: 'a tool a feature', file: 'tools/cli/src/planted.ts', code: "export * from '@features/calendar/element';" },
];

test.each(refused)('$what may not import', async ({ file, code }) => {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, file) });
  expect(result!.messages.map(({ ruleId }) => ruleId)).toContainEqual(
    expect.stringMatching(/^(@nx\/enforce-module-boundaries|no-restricted-imports)$/),
  );
});

const allowed = [
  { what: 'a feature what features share', file: 'libs/calendar/src/planted.ts', code: "export * from '@shared/elements';" },
  { what: "a feature's specification the mocks", file: 'libs/calendar/src/planted.spec.ts', code: "export * from '@mocks/node';" },
  { what: "the mocks a feature's types", file: 'mocks/planted.ts', code: "export type * from '@features/calendar/api';" },
  { what: 'a higher tool a lower one', file: 'tools/release/src/planted.ts', code: "export * from '@pintag/cdn';" },
];

test.each(allowed)('$what may import', async ({ file, code }) => {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, file) });
  expect(result!.messages).toEqual([]);
});

import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const listModules = `
  import { registerHooks } from 'node:module';
  const urls = [];
  registerHooks({ resolve: (name, context, next) => { const found = next(name, context); urls.push(found.url); return found; } });
  await import(process.argv[1]);
  process.stdout.write(JSON.stringify(urls));
`;

test('what plans loads neither the AWS SDK nor semantic-release nor TypeScript, which take longer than a plan', async () => {
  const planning = pathToFileURL(join(import.meta.dirname, 'planning.ts')).href;
  const { stdout } = await execa('node', ['--input-type=module', '--eval', listModules, planning], { preferLocal: true });
  const urls = JSON.parse(stdout) as string[];

  expect(urls.some((url) => url.endsWith('/open-repository.ts'))).toBe(true);
  expect(
    urls.filter((url) => /node_modules\/(@aws-sdk|@smithy|semantic-release|@semantic-release|lodash-es|typescript)\//.test(url)),
  ).toEqual([]);
});

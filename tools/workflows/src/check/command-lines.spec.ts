import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readWorkflows } from './check-workflows.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const { files } = await readWorkflows(root);

/** What each workflow asks of `pintag`, once: the command, with its options and without what is given to them. */
const lines = new Map(
  [...files.values()]
    .flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => (run ? [run.value] : []))))
    .flatMap((script) => [...script.matchAll(/\bpintag (?:-- )?(?<words>(?:[a-z]+ )*[a-z]+)(?<rest>[^|>]*)/g)])
    .map((match) => [match[0], { words: match.groups!['words']!.split(' '), options: match.groups!['rest']!.match(/--[a-z-]+/g) ?? [] }]),
);

test('there are command lines to look at', () => {
  expect(lines.size).toBeGreaterThan(8);
});

test.each([...lines])('%s has options that the command knows', async (_, { words, options }) => {
  const { stdout } = await execa('node', ['tools/cli/src/main.ts', ...words, '--help'], { cwd: root });
  expect(stdout).toContain(`pintag ${words.join(' ')}`);
  expect(options.filter((option) => !new RegExp(`${option}\\b`).test(stdout))).toEqual([]);
});

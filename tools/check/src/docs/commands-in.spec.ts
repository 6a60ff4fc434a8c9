import { expect, test } from 'vitest';
import { commandsIn } from './commands-in.ts';

test('commands are found in blocks and in the text, under the name of what runs', () => {
  const markdown = [
    '```sh',
    'npm run pintag -- release --only a   # some of it',
    'X=1 npx nx deploy infra --verbose',
    'echo no',
    '```',
    'Run `pintag channel revert stable b`, or `npm ci`; `release.yml` is no command.',
    '```ts',
    'git x',
    '```',
  ].join('\n');
  expect(commandsIn(markdown)).toEqual([
    { text: 'npm run pintag -- release --only a', program: 'pintag', words: ['release'], options: ['--only'] },
    { text: 'X=1 npx nx deploy infra --verbose', program: 'nx', words: ['deploy', 'infra'], options: ['--verbose'] },
    { text: 'pintag channel revert stable b', program: 'pintag', words: ['channel', 'revert', 'stable', 'b'], options: [] },
    { text: 'npm ci', program: 'npm', words: ['ci'], options: [] },
  ]);
});

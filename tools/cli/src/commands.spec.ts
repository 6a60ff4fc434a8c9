import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { ioIn } from './testing/run-command.ts';

test.each(Object.entries(commands))('%s is listed as its own help says', async (name, { summary, load }) => {
  const command = (await load())(ioIn({ cwd: '.' }).io, () => undefined);
  expect([command.name(), command.description()]).toEqual([name, summary]);
});

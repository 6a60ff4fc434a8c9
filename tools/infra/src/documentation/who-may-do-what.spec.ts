import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { exampleSettings } from '../settings.ts';
import { synthesise } from '../synthesise.ts';
import { whoMayDoWhat } from './who-may-do-what.ts';

const path = fileURLToPath(new URL('../../../../docs/who-may-do-what.md', import.meta.url));

test('docs/who-may-do-what.md says what the deployed policies come to', async () => {
  const page = await format(whoMayDoWhat(synthesise(exampleSettings)), { ...(await resolveConfig(path)), parser: 'markdown' });
  await expect(page).toMatchFileSnapshot(path);
});

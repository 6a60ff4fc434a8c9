import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { policyProof } from './policy-proof.ts';

const page = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'policy-proof.md');

test('the page says what is tried', async () => {
  const formatted = await format(policyProof(), { ...(await resolveConfig(page)), parser: 'markdown' });
  await expect(formatted).toMatchFileSnapshot(page);
});

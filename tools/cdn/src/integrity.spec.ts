import { expect, test } from 'vitest';
import { integrityOf, sha256Of } from './integrity.ts';

test('the digests of "alert(1)", as openssl prints them', () => {
  const bytes = Buffer.from('alert(1)');
  expect(integrityOf(bytes)).toBe('sha384-HT2E9NfWiuQ/w1PRai+hTyqW16NIoCGA/m8VQDUopfAtcz6YQjtsMmQd5uRbVDpW');
  expect(sha256Of(bytes)).toBe('bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=');
});

import { expect, test } from 'vitest';
import { type ChecksumAlgorithm, createChecksum } from './checksum.ts';

// The check values of the CRC catalogue, and FIPS 180's for the hashes, over the nine digits.
const known: readonly (readonly [ChecksumAlgorithm, string])[] = [
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['md5', '25f9e794323b453885f5181f1b624d0b'],
  ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
];

test.each(known)('%s of "123456789" is %s, in one piece and in two', (algorithm, hex) => {
  const whole = createChecksum(algorithm);
  whole.update(Buffer.from('123456789'));
  const pieces = createChecksum(algorithm);
  pieces.update(Buffer.from('1234'));
  pieces.update(Buffer.from('56789'));

  expect(Buffer.from(whole.digest(), 'base64').toString('hex')).toBe(hex);
  expect(Buffer.from(pieces.digest(), 'base64').toString('hex')).toBe(hex);
});

/** The checksums that S3 verifies and returns, by the name of their header. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64nvme } from './crc.ts';

export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** Base64, as S3's headers carry it. To be called once. */
  digest(): string;
}

const hashed = (name: string) => (): RunningChecksum => {
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') };
};

const algorithms = {
  crc32: (): RunningChecksum => {
    let value = 0;
    return {
      update: (bytes) => void (value = crc32(bytes, value)),
      digest: () => {
        const digest = Buffer.alloc(4);
        digest.writeUInt32BE(value);
        return digest.toString('base64');
      },
    };
  },
  crc32c: (): RunningChecksum => inBase64(crc32c()),
  crc64nvme: (): RunningChecksum => inBase64(crc64nvme()),
  md5: hashed('md5'),
  sha1: hashed('sha1'),
  sha256: hashed('sha256'),
  sha512: hashed('sha512'),
} as const;

export type ChecksumAlgorithm = keyof typeof algorithms;
export type Checksums = Readonly<Partial<Record<ChecksumAlgorithm, string>>>;

export const checksumAlgorithms = Object.keys(algorithms) as readonly ChecksumAlgorithm[];

export const createChecksum = (algorithm: ChecksumAlgorithm): RunningChecksum => algorithms[algorithm]();

export const isChecksumAlgorithm = (name: string): name is ChecksumAlgorithm => name in algorithms;

export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm}`;

/** Whether a multipart upload's whole-object checksum of this kind exists; S3 allows it for the CRCs alone. */
export const coversWholeObject = (algorithm: ChecksumAlgorithm): boolean => algorithm.startsWith('crc');

/** The element of S3's XML: `ChecksumCRC32C`. */
export const checksumElement = (algorithm: ChecksumAlgorithm): string => `Checksum${algorithm.toUpperCase()}`;

function inBase64(crc: { update(bytes: Uint8Array): void; digest(): Buffer }): RunningChecksum {
  return { update: (bytes) => crc.update(bytes), digest: () => crc.digest().toString('base64') };
}

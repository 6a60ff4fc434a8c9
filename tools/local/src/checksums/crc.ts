/** The two CRCs that Node has no function for: CRC-32C (RFC 3720) and CRC-64/NVME, as S3 knows them. Both are reflected, all bits flipped before and after. */

export interface RunningCrc {
  update(bytes: Uint8Array): void;
  /** Big-endian. */
  digest(): Buffer;
}

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

export function crc32c(): RunningCrc {
  let crc = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) crc = crc32cTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
      return digest;
    },
  };
}

// Two halves of 32 bits each: BigInt would be some thirty times slower.
const crc64High = new Uint32Array(256);
const crc64Low = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry) {
      high ^= 0x9a6c9329;
      low ^= 0xac4bc9b5;
    }
  }
  crc64High[byte] = high;
  crc64Low[byte] = low;
}

export function crc64nvme(): RunningCrc {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = crc64Low[index]! ^ ((low >>> 8) | (high << 24));
        high = crc64High[index]! ^ (high >>> 8);
      }
    },
    digest() {
      const digest = Buffer.alloc(8);
      digest.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
      digest.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
      return digest;
    },
  };
}

/** Reads lines and blocks from a stream of byte chunks. */
export interface ByteReader {
  /** The next line without its `\r\n`; `undefined` at the end. @throws {RangeError} longer than `limit` bytes. */
  line(limit: number): Promise<string | undefined>;
  /** The next `size` bytes, in pieces as they come; fewer when the stream ends. */
  block(size: number): AsyncGenerator<Uint8Array>;
}

export function createByteReader(body: AsyncIterable<Uint8Array>): ByteReader {
  const source = body[Symbol.asyncIterator]();
  let buffer: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done) return false;
    buffer = buffer.byteLength
      ? Buffer.concat([buffer, next.value])
      : Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    return true;
  };
  return {
    async line(limit) {
      for (;;) {
        const end = buffer.indexOf('\r\n');
        if (end >= 0) {
          const text = buffer.toString('latin1', 0, end);
          buffer = buffer.subarray(end + 2);
          return text;
        }
        if (buffer.byteLength > limit) throw new RangeError(`A line is longer than ${limit} bytes.`);
        if (!(await more())) return undefined;
      }
    },
    async *block(size) {
      for (let left = size; left > 0;) {
        if (buffer.byteLength === 0 && !(await more())) return;
        const piece = buffer.subarray(0, left);
        buffer = buffer.subarray(piece.byteLength);
        left -= piece.byteLength;
        if (piece.byteLength) yield piece;
      }
    },
  };
}

/** Is a version served as its record says? Asked through the edge, as a host page asks. */
import pLimit from 'p-limit';
import { cachePolicyOf } from '../cache/cache-policy.ts';
import { responseHeadersOf, varyByEncoding } from '../cache/response-headers.ts';
import { integrityOf } from '../integrity.ts';
import { artefactKey } from '../layout.ts';
import type { RecordedFile, ReleaseRecord } from '../records/release-record.ts';
import type { EdgeResponse, PublicEdge } from './edge.ts';

export interface Finding {
  readonly url: string;
  /** `status`, `bytes`, or the header's name. */
  readonly about: string;
  readonly expected: string;
  /** `undefined`: the header is missing. */
  readonly actual: string | undefined;
}

export interface VerifyOptions {
  readonly edge: PublicEdge;
  readonly record: ReleaseRecord;
  /** Requests at a time. Default 8. */
  readonly parallel?: number;
}

/**
 * Asks for every file of `record`, the `.br` copies included.
 * @returns what is not as it should be; nothing when all is well.
 * @throws {PintagError} PT_EDGE_UNREACHABLE
 */
export async function verifyThroughEdge({ edge, record, parallel = 8 }: VerifyOptions): Promise<Finding[]> {
  const limit = pLimit(parallel);
  const findings = await Promise.all(
    record.files.map((file) =>
      limit(async () => {
        const path = `/${artefactKey(record.feature, record.version, file.path)}`;
        return compare(`${edge.origin}${path}`, expectationOf(path, file, record), await edge.fetch(path));
      }),
    ),
  );
  return findings.flat();
}

interface Expectation {
  readonly headers: Readonly<Record<string, string>>;
  readonly integrity: string;
}

function expectationOf(path: string, file: RecordedFile, { files }: ReleaseRecord): Expectation {
  const copy = files.find((other) => other.path === `${file.path}.br`);
  const encoding = copy?.contentEncoding ?? file.contentEncoding;
  // What arrives is decoded, so a copy has to give the bytes of the file that it lies beside.
  const decoded = file.contentEncoding ? files.find((other) => `${other.path}.br` === file.path) : file;
  return {
    headers: {
      ...responseHeadersOf(path),
      'content-type': file.contentType,
      'cache-control': cachePolicyOf(path).cacheControl,
      ...(encoding && { 'content-encoding': encoding }),
      // The copy under its own URL has one encoding, which nobody chooses.
      ...(copy && { [varyByEncoding.name]: varyByEncoding.value }),
    },
    integrity: (decoded ?? file).integrity,
  };
}

function compare(url: string, expected: Expectation, { status, headers, body }: EdgeResponse): Finding[] {
  // Headers and bytes of an error page would only repeat what the status says.
  if (status !== 200) return [{ url, about: 'status', expected: '200', actual: String(status) }];

  const wrong = Object.entries(expected.headers).filter(
    ([name, value]) => !(headers[name] !== undefined && sameHeader(name, value, headers[name])),
  );
  const actual = integrityOf(body);
  return [
    ...wrong.map(([name, value]) => ({ url, about: name, expected: value, actual: headers[name] })),
    ...(actual === expected.integrity ? [] : [{ url, about: 'bytes', expected: expected.integrity, actual }]),
  ];
}

/** Spaces and case do not matter; `vary` may say more. */
function sameHeader(name: string, expected: string, actual: string): boolean {
  const parts = (value: string) =>
    value
      .toLowerCase()
      .split(/[,;]/)
      .map((part) => part.trim());
  if (name === varyByEncoding.name) return parts(expected).every((part) => parts(actual).includes(part));
  return parts(expected).join() === parts(actual).join();
}

/** Is a version, or a runtime, served as its record says? Asked through the edge, as a host page asks. */
import pLimit from 'p-limit';
import { cachePolicyOf } from '../cache/cache-policy.ts';
import { responseHeadersOf, varyByEncoding } from '../cache/response-headers.ts';
import { integrityOf } from '../integrity.ts';
import { artefactKey, runtimeKey } from '../layout.ts';
import type { RecordedFile, ReleaseRecord, RuntimeRecord } from '../records/release-record.ts';
import type { AcceptedEncoding, EdgeResponse, PublicEdge } from './edge.ts';

export interface Finding {
  readonly url: string;
  /** `status`, `bytes`, or the header's name. */
  readonly about: string;
  readonly expected: string;
  /** `undefined`: the header is missing. */
  readonly actual: string | undefined;
  /** The encoding that was asked for, when who takes brotli gets what is right. */
  readonly accept?: AcceptedEncoding;
}

export interface VerifyOptions<R = ReleaseRecord> {
  readonly edge: PublicEdge;
  readonly record: R;
  /** Requests at a time. Default 8. */
  readonly parallel?: number;
}

/** Everything else is like the entry as far as encodings go: two more requests a version, however many files it has. */
const entryEncodings: readonly AcceptedEncoding[] = ['br', 'gzip', 'identity'];

/**
 * Asks for every file of `record`, the `.br` copies included, as who takes brotli; for the entry also as who takes gzip, and nothing.
 * @returns what is not as it should be, each once; nothing when all is well.
 * @throws {PintagError} PT_EDGE_UNREACHABLE
 */
export async function verifyThroughEdge({ edge, record, parallel }: VerifyOptions): Promise<Finding[]> {
  const keyOf = (path: string) => artefactKey(record.feature, record.version, path);
  return verifyFiles({ edge, files: record.files, keyOf, entry: record.entry, parallel });
}

/** {@link verifyThroughEdge} of a runtime, before it is recorded; its first script stands for the entry. */
export async function verifyRuntimeThroughEdge({ edge, record, parallel }: VerifyOptions<RuntimeRecord>): Promise<Finding[]> {
  const entry = record.files.find(({ path }) => path.endsWith('.js'))?.path;
  return verifyFiles({ edge, files: record.files, keyOf: (path) => runtimeKey(record.runtime, path), entry, parallel });
}

interface VerifyFiles {
  readonly edge: PublicEdge;
  readonly files: readonly RecordedFile[];
  readonly keyOf: (path: string) => string;
  /** Path of the file that is asked for in every encoding. */
  readonly entry: string | undefined;
  readonly parallel: number | undefined;
}

async function verifyFiles({ edge, files, keyOf, entry, parallel = 8 }: VerifyFiles): Promise<Finding[]> {
  const limit = pLimit(parallel);
  const findings = await Promise.all(
    files.map(async (file) => {
      const path = `/${keyOf(file.path)}`;
      const expected = expectationOf(path, file, files);
      const askFor = (accept: AcceptedEncoding) =>
        limit(async () => compare(`${edge.origin}${path}`, withEncoding(expected, accept), await edge.fetch(path, { accept })));
      if (file.path !== entry) return askFor('br');
      const [found = [], ...others] = await Promise.all(entryEncodings.map(askFor));
      return others.reduce((known, more, index) => [...known, ...news(known, more, entryEncodings[index + 1]!)], found);
    }),
  );
  return findings.flat();
}

/** What is wrong for every viewer is said once. */
const news = (known: readonly Finding[], more: readonly Finding[], accept: AcceptedEncoding): Finding[] =>
  more
    .filter((finding) => !known.some(({ about, actual }) => about === finding.about && actual === finding.actual))
    .map((finding) => ({ ...finding, accept }));

interface Expectation {
  readonly headers: Readonly<Record<string, string>>;
  /** Of who takes no brotli, what may be in `content-encoding`: an edge need not compress. */
  readonly encodings?: readonly string[];
  readonly integrity: string;
}

function expectationOf(path: string, file: RecordedFile, files: readonly RecordedFile[]): Expectation {
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

/** What is the same for every viewer, and the encoding that this one takes. */
function withEncoding({ headers, integrity }: Expectation, accept: AcceptedEncoding): Expectation {
  if (accept === 'br') return { headers, integrity };
  const { 'content-encoding': _stored, ...others } = headers;
  return { headers: others, encodings: [...new Set([accept, 'identity'])], integrity };
}

function compare(url: string, expected: Expectation, { status, headers, body }: EdgeResponse): Finding[] {
  // Headers and bytes of an error page would only repeat what the status says.
  if (status !== 200) return [{ url, about: 'status', expected: '200', actual: String(status) }];

  const wrong = Object.entries(expected.headers).filter(
    ([name, value]) => !(headers[name] !== undefined && sameHeader(name, value, headers[name])),
  );
  const { 'content-encoding': encoding = 'identity' } = headers;
  const actual = integrityOf(body);
  return [
    ...wrong.map(([name, value]) => ({ url, about: name, expected: value, actual: headers[name] })),
    ...(expected.encodings?.includes(encoding.toLowerCase()) === false
      ? [{ url, about: 'content-encoding', expected: expected.encodings.join(' or '), actual: encoding }]
      : []),
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

/** Does the edge answer as the tables of tools/cdn say: an artefact, the index, something missing, something that is not served; with an Origin and without? */
import { randomUUID } from 'node:crypto';
import {
  artefactKey,
  type CachePolicy,
  cachePolicyOf,
  contentTypeOf,
  type EdgeResponse,
  type FeatureRow,
  type Finding as WrongHeader,
  indexKey,
  notFound,
  parseFeatureIndex,
  parseRecord,
  type PublicEdge,
  recordKey,
  responseHeadersOf,
  sameHeaderValue,
  verifyThroughEdge,
} from '@pintag/cdn';
import type { Check, Verdict } from './check.ts';

export interface EdgeHeadersOptions {
  readonly edge: PublicEdge;
  /** Milliseconds. */
  readonly limit: number;
}

export const checkEdgeHeaders = ({ edge, limit }: EdgeHeadersOptions): Check => ({ name: 'edge-headers', limit, look: () => look(edge) });

async function look(edge: PublicEdge): Promise<Verdict> {
  const [index, missing] = await Promise.all([lookAtIndex(edge), lookAtMissing(edge)]);
  const sample = await lookAtArtefact(edge, index.rows);
  const wrong = [...index.wrong, ...missing, ...sample.wrong];
  if (wrong.length === 0)
    return { outcome: 'ok', found: `${edge.origin} answers as it should: ${[...index.seen, ...sample.seen, 'missing files'].join(', ')}.` };
  const told = [...new Set(wrong)];
  const more = told.length > few ? ` And ${told.length - few} more.` : '';
  return {
    outcome: 'failed',
    found: `${told.slice(0, few).join('; ')}.${more}`,
    remedy:
      'Deploy the stack of tools/infra again: its policies and functions are made from the same table. An answer that was kept is right after a minute.',
  };
}

const few = 6;

async function lookAtIndex(
  edge: PublicEdge,
): Promise<{ readonly rows: readonly FeatureRow[]; readonly wrong: readonly string[]; readonly seen: readonly string[] }> {
  const path = `/${indexKey}`;
  const [withOrigin, without] = await Promise.all([edge.fetch(path), edge.fetch(path, { withOrigin: false })]);
  // Nothing is released yet: what is missing is looked at anyway.
  if (withOrigin.status === 404) return { rows: [], wrong: [], seen: [] };
  const expected = { status: 200, path, cacheControl: cachePolicyOf(path).cacheControl, contentType: contentTypeOf(path) };
  const wrong = [...compare(edge, withOrigin, expected, true), ...compare(edge, without, expected, false)];
  return { rows: withOrigin.status === 200 ? parseFeatureIndex(withOrigin.body, indexKey).features : [], wrong, seen: ['index'] };
}

async function lookAtMissing(edge: PublicEdge): Promise<string[]> {
  const id = randomUUID();
  // Names that nothing will ever have: a 404 is kept for a while. The second is a key of the bucket that the edge keeps to itself.
  const paths = [`/elements/v0.0.0/_doctor/${id}`, `/_receipts/_doctor/${id}.json`];
  const answers = await Promise.all(
    paths.flatMap((path) =>
      [true, false].map(async (withOrigin) => ({ path, withOrigin, answer: await edge.fetch(path, { withOrigin }) })),
    ),
  );
  return answers.flatMap(({ path, withOrigin, answer }) => {
    const wrong = compare(edge, answer, { ...notFound, path }, withOrigin);
    const isOurs = Buffer.from(answer.body).toString() === notFound.body;
    return wrong.length > 0 || isOurs ? wrong : [`${edge.origin}${path} has another body than the one for missing files`];
  });
}

/** The newest version of one feature: its loader, in every encoding. */
async function lookAtArtefact(
  edge: PublicEdge,
  [row]: readonly FeatureRow[],
): Promise<{ readonly wrong: readonly string[]; readonly seen: readonly string[] }> {
  if (!row) return { wrong: [], seen: [] };
  const key = recordKey(row.feature, row.newest);
  const answer = await edge.fetch(`/${key}`);
  if (answer.status !== 200) return { wrong: [`${edge.origin}/${key} has status ${answer.status} instead of 200`], seen: [] };
  const record = parseRecord(answer.body, key);
  const entry = record.files.filter(({ path }) => path === record.entry || path === `${record.entry}.br`);
  const path = `/${artefactKey(row.feature, row.newest, record.entry)}`;
  const [findings, without] = await Promise.all([
    verifyThroughEdge({ edge, record: { ...record, files: entry } }),
    edge.fetch(path, { withOrigin: false }),
  ]);
  const expected = { status: 200, path, cacheControl: cachePolicyOf(path).cacheControl, contentType: contentTypeOf(path) };
  return { wrong: [...findings.map(inWords), ...compare(edge, without, expected, false)], seen: [`${row.feature} ${row.newest}`] };
}

interface Expected {
  readonly status: number;
  readonly path: string;
  readonly cacheControl: CachePolicy['cacheControl'];
  readonly contentType: string;
}

function compare({ origin }: PublicEdge, { status, headers }: EdgeResponse, expected: Expected, hasOrigin: boolean): string[] {
  const url = `${origin}${expected.path}`;
  const asked = hasOrigin ? '' : ' for a request without Origin';
  if (status !== expected.status) return [`${url} has status ${status} instead of ${expected.status}${asked}`];
  const wanted = {
    ...responseHeadersOf(expected.path, { status, hasOrigin }),
    'cache-control': expected.cacheControl,
    'content-type': expected.contentType,
  };
  return Object.entries(wanted)
    .filter(([name, value]) => !sameHeaderValue(headers[name], value))
    .map(([name, value]) => `${url} has ${name} ${headers[name] ?? 'missing'} instead of ${value}${asked}`);
}

const inWords = ({ url, about, expected, actual, accept }: WrongHeader): string =>
  `${url} has ${about} ${actual ?? 'missing'} instead of ${expected}${accept ? ` for Accept-Encoding: ${accept}` : ''}`;

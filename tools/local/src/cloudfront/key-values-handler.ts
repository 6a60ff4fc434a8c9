/** The data plane of CloudFront's KeyValueStore: Describe, Get, List, Put, Delete and Update, as REST and JSON. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AwsError, notImplemented } from '../aws-error.ts';
import { type HttpHandler, type HttpRequest, type HttpResponse, readAll, splitTarget } from '../http/message.ts';
import type { Log } from '../log.ts';
import type { Authorize } from '../s3/access.ts';
import type { AccessKey } from '../sigv4/verify.ts';
import { verifySigV4a } from '../sigv4/verify-v4a.ts';
import { changed, type KeyValueChanges, type LocalKeyValues, sizeOf } from './key-values.ts';

export interface KeyValuesHandlerOptions {
  readonly keyValues: LocalKeyValues;
  readonly findKey: (accessKeyId: string) => AccessKey | undefined;
  readonly authorize: Authorize;
  readonly now: () => number;
  readonly log: Log;
}

/** AWS's quotas, in bytes and changes. */
const limits = { body: 3_000_000, key: 512, value: 1_024, store: 5 * 1024 * 1024, changes: 50, page: { usual: 10, most: 50 } };

const service = 'cloudfront-keyvaluestore';

/** Whether a request is for this API; the rest of CloudFront's begins with the API's version. */
export const isKeyValuesRequest = ({ target }: HttpRequest): boolean => target.startsWith('/key-value-stores/');

export function createKeyValuesHandler(options: KeyValuesHandlerOptions): HttpHandler {
  return async (request) => {
    const response = await run(request, options).catch((error: unknown) => errorResponse(error, request, options.log));
    return { ...response, headers: { ...response.headers, 'x-amzn-requestid': randomUUID() } };
  };
}

async function run(request: HttpRequest, { keyValues, findKey, authorize, now }: KeyValuesHandlerOptions): Promise<HttpResponse> {
  const body = await readAll(request.body, limits.body);
  const { principal } = verifySigV4a(request, body, { service, findKey, now });
  const { path, query } = splitTarget(request.target);
  const [, , arn = '', collection, key, ...rest] = path.split('/').map(decodeURIComponent);
  const operation =
    rest.length === 0 && [undefined, 'keys'].includes(collection) ? operations[`${request.method} ${placeOf(collection, key)}`] : undefined;
  if (!operation) throw notImplemented(`${request.method} ${path}`);

  const allowed = authorize({ principal, action: `${service}:${operation.name}`, resource: arn, conditions: {} });
  if (allowed !== 'allow') {
    throw new AwsError(
      403,
      'AccessDeniedException',
      `User: ${principal} is not authorized to perform: ${service}:${operation.name} on resource: ${arn}`,
    );
  }
  if (arn !== keyValues.arn) throw new AwsError(404, 'ResourceNotFoundException', `There is no key value store ${arn}.`);
  return operation.run({ keyValues, key: key ?? '', query: new Map(query), body: body.toString(), ifMatch: request.headers['if-match'] });
}

const placeOf = (collection: string | undefined, key: string | undefined): string =>
  collection === undefined ? 'store' : key === undefined ? 'keys' : 'key';

interface Call {
  readonly keyValues: LocalKeyValues;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: string;
  readonly ifMatch: string | undefined;
}

interface Operation {
  readonly name: string;
  readonly run: (call: Call) => Promise<HttpResponse> | HttpResponse;
}

const operations: Readonly<Record<string, Operation>> = {
  'GET store': {
    name: 'DescribeKeyValueStore',
    run: ({ keyValues }) => {
      const { createdAt, modifiedAt } = keyValues.times();
      const described = { KvsARN: keyValues.arn, Created: createdAt / 1000, LastModified: modifiedAt / 1000, Status: 'READY' };
      return json({ ...totals(keyValues), ...described }, etagOf(keyValues));
    },
  },
  'GET key': {
    name: 'GetKey',
    run: ({ keyValues, key }) => json({ Key: key, Value: existing(keyValues, key), ...totals(keyValues) }),
  },
  'GET keys': { name: 'ListKeys', run: list },
  'PUT key': {
    name: 'PutKey',
    run: (call) => {
      const { Value } = parsed(v.object({ Value: v.string() }), call.body);
      return write(call, { puts: [{ Key: call.key, Value }], deletes: [] });
    },
  },
  'DELETE key': {
    name: 'DeleteKey',
    run: (call) => {
      existing(call.keyValues, call.key);
      return write(call, { puts: [], deletes: [call.key] });
    },
  },
  'POST keys': {
    name: 'UpdateKeys',
    run: (call) => {
      const puts = v.optional(v.array(v.object({ Key: v.string(), Value: v.string() })), []);
      const deletes = v.optional(v.array(v.object({ Key: v.string() })), []);
      const { Puts, Deletes } = parsed(v.object({ Puts: puts, Deletes: deletes }), call.body);
      return write(call, { puts: Puts, deletes: Deletes.map(({ Key }) => Key) });
    },
  },
};

function existing(keyValues: LocalKeyValues, key: string): string {
  const value = keyValues.entries().get(key);
  if (value === undefined) throw new AwsError(404, 'ResourceNotFoundException', `The key ${key} is not in the key value store.`);
  return value;
}

/** The token names the last key of a page, so that a page begins where the one before ended, whatever was written between. */
function list({ keyValues, query }: Call): HttpResponse {
  const size = Number(query.get('MaxResults') ?? limits.page.usual);
  if (!Number.isInteger(size) || size < 1 || size > limits.page.most)
    throw invalid(`MaxResults must be between 1 and ${limits.page.most}.`);
  const after = Buffer.from(query.get('NextToken') ?? '', 'base64url').toString();
  const rest = [...keyValues.entries()].filter(([key]) => key > after).sort(([a], [b]) => (a < b ? -1 : 1));
  const page = rest.slice(0, size);
  const NextToken = rest.length > size ? Buffer.from(page.at(-1)![0]).toString('base64url') : undefined;
  return json({ Items: page.map(([Key, Value]) => ({ Key, Value })), NextToken });
}

async function write({ keyValues, ifMatch }: Call, changes: KeyValueChanges): Promise<HttpResponse> {
  if (ifMatch === undefined) throw invalid('IfMatch is required.');
  checkChanges(changes);
  if (ifMatch !== keyValues.etag()) throw invalid('Pre-Condition failed');
  if (sizeOf(changed(keyValues.entries(), changes)) > limits.store) {
    throw new AwsError(402, 'ServiceQuotaExceededException', `The key value store would be larger than ${limits.store} bytes.`);
  }
  // From the comparison above to here nothing waits, so no other write comes between.
  const done = keyValues.update(changes);
  const response = json(totals(keyValues), etagOf(keyValues));
  await done;
  return response;
}

function checkChanges({ puts, deletes }: KeyValueChanges): void {
  const keys = [...puts.map(({ Key }) => Key), ...deletes];
  if (keys.length === 0 || keys.length > limits.changes) throw invalid(`One request changes 1 to ${limits.changes} keys.`);
  if (new Set(keys).size !== keys.length) throw invalid('A key is named twice.');
  const long = keys.find((key) => key === '' || Buffer.byteLength(key) > limits.key);
  if (long !== undefined) throw invalid(`A key has 1 to ${limits.key} bytes.`);
  if (puts.some(({ Value }) => Buffer.byteLength(Value) > limits.value)) throw invalid(`A value has at most ${limits.value} bytes.`);
}

const totals = (keyValues: LocalKeyValues) => ({ ItemCount: keyValues.entries().size, TotalSizeInBytes: keyValues.size() });
const etagOf = (keyValues: LocalKeyValues) => ({ etag: keyValues.etag() });
const invalid = (message: string): AwsError => new AwsError(400, 'ValidationException', message);

function parsed<T>(schema: v.GenericSchema<unknown, T>, body: string): T {
  try {
    return v.parse(schema, JSON.parse(body));
  } catch (error) {
    throw invalid(`The request is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const json = (body: object, headers: Readonly<Record<string, string>> = {}, status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(body)),
});

function errorResponse(error: unknown, { method, target }: HttpRequest, log: Log): HttpResponse {
  const refusal =
    error instanceof AwsError ? error : new AwsError(500, 'InternalServerException', 'The request failed because of an unknown error.');
  if (refusal.status === 500) {
    log({ level: 'error', step: 'local', message: `${method} ${target} failed: ${error instanceof Error ? error.stack : String(error)}` });
  }
  return json({ Message: refusal.message }, { 'x-amzn-errortype': refusal.code }, refusal.status);
}

/** The S3 API as a function from request to response: who asks, what for, may they, do it, and S3's wording for whatever goes wrong. */
import { randomBytes } from 'node:crypto';
import { AwsError, notImplemented } from '../aws-error.ts';
import { type HttpHandler, type HttpRequest, type HttpResponse, splitTarget } from '../http/message.ts';
import type { Log } from '../log.ts';
import { type AccessKey, type Verification, verify } from '../sigv4/verify.ts';
import type { ObjectFolder } from '../store/object-folder.ts';
import type { UploadFolder } from '../store/upload-folder.ts';
import { anonymous, type Authorize } from './access.ts';
import { type Call, requireAccess, requireBucket } from './call.ts';
import { refusedAction } from './refused-routes.ts';
import { findRoute, type Shape } from './routes.ts';
import { xmlResponse } from '../xml.ts';

export interface S3HandlerOptions {
  readonly objects: ObjectFolder;
  readonly uploads: UploadFolder;
  readonly region: string;
  readonly findKey: (accessKeyId: string) => AccessKey | undefined;
  readonly authorize: Authorize;
  readonly now: () => number;
  readonly log: Log;
}

/** Bytes of UTF-8. */
const keyLimit = 1024;

export function createS3Handler(options: S3HandlerOptions): HttpHandler {
  return async (request) => {
    const requestId = randomBytes(8).toString('hex').toUpperCase();
    const response = await run(request, options).catch((error: unknown) => errorResponse(error, request, requestId, options.log));
    return { ...response, headers: { ...response.headers, 'x-amz-request-id': requestId, server: 'Pintag' } };
  };
}

async function run(request: HttpRequest, options: S3HandlerOptions): Promise<HttpResponse> {
  const { bucket, key, query } = parseTarget(request.target);
  const signed = verify(request, { service: 's3', region: options.region, findKey: options.findKey, now: options.now });
  const verification = signed ?? unsigned(request, options.region);
  if (Buffer.byteLength(key) > keyLimit) {
    throw new AwsError(400, 'KeyTooLongError', 'Your key is too long', {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: String(keyLimit),
    });
  }
  const at = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service';
  const { parameters, headers } = splitQuery(query, request.headers, verification.authType);
  const shape = { method: request.method, at, query: parameters, headers } as const;
  const route = findRoute(shape);
  const call: Call = { ...options, request: { ...request, headers }, verification, bucket, key, query: parameters };
  if (!route) return refuse(call, shape);
  if (at !== 'service' && !route.anyBucket) requireBucket(call, bucket);
  return route.operation(call);
}

/** @throws {AwsError} AccessDenied, else NotImplemented */
function refuse(call: Call, shape: Shape): never {
  const { method, at, query } = shape;
  const action = refusedAction(shape);
  const conditions: Record<string, string> = action === 's3:ListBucket' ? { 's3:prefix': query.get('prefix') ?? '' } : {};
  const target = at === 'object' ? { bucket: call.bucket, key: call.key } : { bucket: call.bucket };
  if (action !== undefined) requireAccess(call, action, target, conditions);
  // What is unknown here, nobody grants to everybody.
  else if (call.verification.authType === 'anonymous') throw new AwsError(403, 'AccessDenied', 'Access Denied');
  throw notImplemented(`${method} of ${at === 'service' ? 'the service' : `a ${at}`}${describe(query)}`);
}

/** Nobody's: what a policy grants to everybody is all that such a request gets. */
const unsigned = ({ headers }: HttpRequest, region: string): Verification => ({
  principal: anonymous,
  authType: 'anonymous',
  payloadHash: headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  signature: '',
  signingKey: Buffer.alloc(0),
  timestamp: '',
  scope: { date: '', region, service: 's3' },
});

/** The SDK's own label, and the parts of a signature: they say nothing about the operation. */
const silent = /^(x-id|X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256))$/;

/** A presigned URL carries as parameters what a signed request has as `x-amz-` headers. */
function splitQuery(query: ReadonlyMap<string, string>, headers: HttpRequest['headers'], authType: Verification['authType']) {
  const spoken = [...query].filter(([name]) => !silent.test(name));
  const isHeader = ([name]: readonly [string, string]) => authType === 'REST-QUERY-STRING' && /^x-amz-/i.test(name);
  const hoisted = Object.fromEntries(spoken.filter(isHeader).map(([name, value]) => [name.toLowerCase(), value]));
  return { parameters: new Map(spoken.filter((pair) => !isHeader(pair))), headers: { ...headers, ...hoisted } };
}

const describe = (query: ReadonlyMap<string, string>): string => (query.size ? ` with ${[...query.keys()].join(', ')}` : '');

/** Path style: `/<bucket>/<key>`. */
function parseTarget(target: string): { bucket: string; key: string; query: ReadonlyMap<string, string> } {
  try {
    const { path, query } = splitTarget(target);
    const [, bucket = '', ...key] = path.split('/');
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key.join('/')), query: new Map(query) };
  } catch (error) {
    if (error instanceof URIError) throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.");
    throw error;
  }
}

function errorResponse(error: unknown, { method, target }: HttpRequest, requestId: string, log: Log): HttpResponse {
  const refusal =
    error instanceof AwsError ? error : new AwsError(500, 'InternalError', 'We encountered an internal error. Please try again.');
  if (refusal !== error)
    log({ level: 'error', step: 'local', message: `${method} ${target} failed: ${error instanceof Error ? error.stack : String(error)}` });
  if (method === 'HEAD') return { status: refusal.status, headers: {} };
  return xmlResponse(refusal.status, 'Error', {
    Code: refusal.code,
    Message: refusal.message,
    ...refusal.details,
    Resource: target.replace(/\?.*$/s, ''),
    RequestId: requestId,
    HostId: 'local',
  });
}

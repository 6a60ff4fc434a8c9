/** The CloudFront API calls that a release uses: CreateInvalidation, GetInvalidation, ListInvalidations; and those that say how the distribution is set. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AwsError, notImplemented } from '../aws-error.ts';
import { type HttpHandler, type HttpRequest, type HttpResponse, noBody, readAll, splitTarget } from '../http/message.ts';
import type { Log } from '../log.ts';
import type { Authorize } from '../s3/access.ts';
import { sha256Hex } from '../sigv4/canonical.ts';
import { type AccessKey, verify } from '../sigv4/verify.ts';
import { parseXml, type XmlElements, xmlResponse } from '../xml.ts';
import { cachePolicyElements, type DistributionDescription, distributionElements, headersPolicyElements } from './distribution.ts';
import type { Invalidation, Invalidations } from './invalidations.ts';

export interface CloudFrontHandlerOptions {
  readonly distributionId: string;
  readonly distribution: DistributionDescription;
  readonly invalidations: Invalidations;
  /** Purges the edge; done when it returns. */
  readonly purge: (paths: readonly string[]) => void;
  readonly findKey: (accessKeyId: string) => AccessKey | undefined;
  readonly authorize: Authorize;
  /** What access is asked for to. */
  readonly distributionArn: string;
  readonly now: () => number;
  readonly log: Log;
}

const namespace = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
/** CloudFront signs in this region wherever the caller is. */
export const cloudFrontRegion = 'us-east-1';
const limits = { body: 1_000_000, paths: 3000, wildcards: 15 };

export function createCloudFrontHandler(options: CloudFrontHandlerOptions): HttpHandler {
  return async (request) => {
    const requestId = randomUUID();
    const response = await run(request, options).catch((error: unknown) => errorResponse(error, request, requestId, options.log));
    return { ...response, headers: { ...response.headers, 'x-amzn-requestid': requestId } };
  };
}

async function run(request: HttpRequest, options: CloudFrontHandlerOptions): Promise<HttpResponse> {
  const body = await readAll(request.body, limits.body);
  const claimed = request.headers['x-amz-content-sha256'];
  const actual = sha256Hex(body);
  // Services other than S3 sign the body's hash whether or not the header is sent.
  const hashed = { ...request, body: noBody(), headers: { ...request.headers, 'x-amz-content-sha256': claimed ?? actual } };
  const verification = verify(hashed, { service: 'cloudfront', region: cloudFrontRegion, findKey: options.findKey, now: options.now });
  if (!verification) throw new AwsError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  if (verification.payloadHash !== actual) throw new AwsError(403, 'SignatureDoesNotMatch', 'The body is not the one that was signed.');

  const { path, query } = splitTarget(request.target);
  const requireAccess = (action: string): void => {
    const { principal } = verification;
    const answer = options.authorize({ principal, action, resource: options.distributionArn, conditions: {} });
    if (answer === 'allow') return;
    const plain = `User: ${principal} is not authorized to perform: ${action} on resource: ${options.distributionArn}`;
    throw new AwsError(403, 'AccessDenied', answer === 'deny' ? plain : answer.denied);
  };
  const said = request.method === 'GET' ? readSettings(path, options) : undefined;
  if (said) {
    requireAccess(`cloudfront:${said.action}`);
    return xmlResponse(200, said.root, said.elements, { namespace, headers: { etag: 'ELOCAL' } });
  }
  const match = /^\/2020-05-31\/distribution\/([^/]+)(\/invalidation(?:\/([^/]+))?)?$/.exec(path);
  if (!match) throw notImplemented(`${request.method} ${path}`);
  const [, distributionId, invalidation, id] = match;
  if (distributionId !== options.distributionId) {
    throw new AwsError(404, 'NoSuchDistribution', `The specified distribution does not exist: ${distributionId}`);
  }
  if (invalidation === undefined) throw notImplemented(`${request.method} ${path}`);
  if (request.method === 'POST' && id === undefined) {
    requireAccess('cloudfront:CreateInvalidation');
    return create(path, body.toString(), options);
  }
  if (request.method === 'GET' && id !== undefined) {
    requireAccess('cloudfront:GetInvalidation');
    return read(decodeURIComponent(id), options);
  }
  if (request.method === 'GET') {
    requireAccess('cloudfront:ListInvalidations');
    return list(new Map(query), options);
  }
  throw notImplemented(`${request.method} ${path}`);
}

interface Settings {
  readonly action: string;
  readonly root: string;
  readonly elements: XmlElements;
}

/** @returns nothing when `path` is of no settings that there are. */
function readSettings(path: string, { distributionId, distribution }: CloudFrontHandlerOptions): Settings | undefined {
  if (path === `/2020-05-31/distribution/${distributionId}`) {
    return { action: 'GetDistribution', root: 'Distribution', elements: distributionElements(distributionId, distribution) };
  }
  const [, kind, position] = /^\/2020-05-31\/(cache-policy\/cache|response-headers-policy\/headers)-(\d+)$/.exec(path) ?? [];
  const behaviour = distribution.behaviours[Number(position)];
  if (!behaviour) return undefined;
  return kind === 'cache-policy/cache'
    ? { action: 'GetCachePolicy', root: 'CachePolicy', elements: cachePolicyElements(`cache-${position}`, behaviour) }
    : {
        action: 'GetResponseHeadersPolicy',
        root: 'ResponseHeadersPolicy',
        elements: headersPolicyElements(`headers-${position}`, behaviour),
      };
}

const batchXml = v.object({
  InvalidationBatch: v.object({
    CallerReference: v.pipe(v.string(), v.minLength(1)),
    Paths: v.object({
      Quantity: v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)),
      Items: v.optional(v.union([v.object({ Path: v.array(v.string()) }), v.literal('')])),
    }),
  }),
});

async function create(path: string, body: string, { invalidations, purge, now }: CloudFrontHandlerOptions): Promise<HttpResponse> {
  if (body === '')
    throw new AwsError(
      400,
      'MissingBody',
      'This operation requires a body. Ensure that the body is present and the Content-Type header is set.',
    );
  const parsed = v.safeParse(batchXml, parseXml(body, ['Path']));
  if (!parsed.success) throw new AwsError(400, 'InvalidArgument', `The invalidation batch is not valid: ${v.summarize(parsed.issues)}`);
  const { CallerReference: callerReference, Paths } = parsed.output.InvalidationBatch;
  const paths = checkPaths(Paths.Items ? Paths.Items.Path : [], Paths.Quantity);

  const earlier = invalidations.findByReference(callerReference);
  if (earlier && !sameSet(earlier.paths, paths)) {
    throw new AwsError(
      409,
      'InvalidationBatchAlreadyExists',
      `Your request contains a caller reference that was used for a previous invalidation batch for the same distribution.`,
    );
  }
  if (earlier)
    return xmlResponse(201, 'Invalidation', elementsOf(earlier, 'Completed'), {
      namespace,
      headers: { location: `${path}/${earlier.id}` },
    });
  purge(paths);
  const created = await invalidations.create({ callerReference, paths: [...paths], createdAt: now() });
  return xmlResponse(201, 'Invalidation', elementsOf(created, 'InProgress'), { namespace, headers: { location: `${path}/${created.id}` } });
}

function checkPaths(paths: readonly string[], quantity: number): readonly string[] {
  if (quantity !== paths.length) {
    throw new AwsError(400, 'InconsistentQuantities', 'The value of Quantity and the size of Items do not match.');
  }
  const wildcards = paths.filter((path) => path.endsWith('*'));
  if (paths.length > limits.paths || wildcards.length > limits.wildcards) {
    throw new AwsError(
      413,
      'BatchTooLarge',
      `Invalidation batch specified is too large: at most ${limits.paths} paths, ${limits.wildcards} of them with a wildcard.`,
    );
  }
  const invalid = paths.filter((path) => !path.startsWith('/') || path.slice(0, -1).includes('*'));
  if (invalid.length || paths.length === 0) {
    throw new AwsError(400, 'InvalidArgument', `Your request contains one or more invalid invalidation paths: ${invalid.join(', ')}`);
  }
  return paths;
}

function read(id: string, { invalidations }: CloudFrontHandlerOptions): HttpResponse {
  const found = invalidations.find(id);
  if (!found) throw new AwsError(404, 'NoSuchInvalidation', `The specified invalidation does not exist: ${id}`);
  return xmlResponse(200, 'Invalidation', elementsOf(found, 'Completed'), { namespace });
}

function list(query: ReadonlyMap<string, string>, { invalidations }: CloudFrontHandlerOptions): HttpResponse {
  const marker = query.get('Marker') ?? '';
  const maxItems = Number(query.get('MaxItems') ?? '100');
  if (!Number.isInteger(maxItems) || maxItems < 1) throw new AwsError(400, 'InvalidArgument', 'MaxItems must be a positive integer.');
  const all = invalidations.all();
  const start = marker === '' ? 0 : all.findIndex(({ id }) => id === marker) + 1;
  const page = all.slice(start, start + maxItems);
  const truncated = start + page.length < all.length;
  const elements: XmlElements = {
    Marker: marker,
    NextMarker: truncated ? page.at(-1)?.id : undefined,
    MaxItems: maxItems,
    IsTruncated: truncated,
    Quantity: page.length,
    Items: {
      InvalidationSummary: page.map(({ id, createdAt }) => ({
        Id: id,
        CreateTime: new Date(createdAt).toISOString(),
        Status: 'Completed',
      })),
    },
  };
  return xmlResponse(200, 'InvalidationList', elements, { namespace });
}

/** The purge is done when the request is answered; as with CloudFront, only a later look says so. */
const elementsOf = ({ id, createdAt, callerReference, paths }: Invalidation, status: 'InProgress' | 'Completed'): XmlElements => ({
  Id: id,
  Status: status,
  CreateTime: new Date(createdAt).toISOString(),
  InvalidationBatch: { Paths: { Quantity: paths.length, Items: { Path: paths } }, CallerReference: callerReference },
});

const sameSet = (a: readonly string[], b: readonly string[]): boolean => new Set(a).symmetricDifference(new Set(b)).size === 0;

function errorResponse(error: unknown, { method, target }: HttpRequest, requestId: string, log: Log): HttpResponse {
  const refusal =
    error instanceof AwsError
      ? error
      : error instanceof RangeError
        ? new AwsError(413, 'RequestEntityTooLarge', error.message)
        : new AwsError(500, 'InternalFailure', 'The request processing has failed because of an unknown error.');
  if (refusal.status === 500) {
    log({ level: 'error', step: 'local', message: `${method} ${target} failed: ${error instanceof Error ? error.stack : String(error)}` });
  }
  const elements = {
    Error: { Type: refusal.status < 500 ? 'Sender' : 'Receiver', Code: refusal.code, Message: refusal.message },
    RequestId: requestId,
  };
  return xmlResponse(refusal.status, 'ErrorResponse', elements, { namespace, headers: { 'content-type': 'text/xml' } });
}

/** Who sent a request: verifies AWS Signature Version 4 in the header or in the query of a presigned URL. */
import { timingSafeEqual } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { type HttpRequest, splitTarget } from '../http/message.ts';
import { algorithm, parseTimestamp, type Scope, scopeText, signatureOf, signingKey } from './canonical.ts';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Who it belongs to, as access decisions name them. */
  readonly principal: string;
}

export interface Verification {
  readonly principal: string;
  readonly authType: 'REST-HEADER' | 'REST-QUERY-STRING' | 'anonymous';
  /** What the signature says about the body: a hex SHA-256, `UNSIGNED-PAYLOAD`, or a `STREAMING-…` form. */
  readonly payloadHash: string;
  /** The chunks of a signed stream continue this signature. */
  readonly signature: string;
  readonly signingKey: Buffer;
  readonly timestamp: string;
  readonly scope: Scope;
}

export interface Verifier {
  readonly service: 's3' | 'cloudfront';
  readonly region: string;
  readonly findKey: (accessKeyId: string) => AccessKey | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const skewLimit = 15 * 60_000;
const longestExpiry = 7 * 24 * 3600;

/**
 * @returns `undefined` for a request that carries no signature at all.
 * @throws {AwsError} the signature is wrong, too old, or by someone unknown.
 */
export function verify(request: HttpRequest, verifier: Verifier): Verification | undefined {
  const { authorization } = request.headers;
  const query = new Map(queryOf(request));
  if (authorization !== undefined && query.has('X-Amz-Signature')) {
    throw new AwsError(400, 'InvalidArgument', 'Only one auth mechanism allowed.');
  }
  if (authorization !== undefined) return verifyHeader(request, authorization, verifier);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return verifyQuery(request, query, verifier);
  return undefined;
}

function verifyHeader(request: HttpRequest, authorization: string, verifier: Verifier): Verification {
  const malformed = (why: string) => new AwsError(400, 'AuthorizationHeaderMalformed', `The authorization header is malformed; ${why}.`);
  const match = /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/.exec(
    authorization,
  );
  if (!match) throw malformed('it is no AWS4-HMAC-SHA256 credential, signed headers and signature');
  const [, credential, signedHeaders, signature] = match;
  const timestamp = request.headers['x-amz-date'];
  const sentAt = parseTimestamp(timestamp);
  if (timestamp === undefined || sentAt === undefined)
    throw new AwsError(403, 'AccessDenied', 'AWS authentication requires a valid x-amz-date header.');
  const payloadHash = request.headers['x-amz-content-sha256'];
  if (verifier.service === 's3' && payloadHash === undefined) {
    throw new AwsError(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const { accessKey, scope } = checkCredential(credential!, timestamp, verifier, malformed);
  if (Math.abs(verifier.now() - sentAt) > skewLimit) {
    throw new AwsError(403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', {
      RequestTime: timestamp,
      ServerTime: new Date(verifier.now()).toISOString(),
      MaxAllowedSkewMilliseconds: String(skewLimit),
    });
  }
  return checkSignature(request, {
    accessKey,
    scope,
    timestamp,
    signature: signature!,
    signedHeaders: signedHeaders!.split(';'),
    payloadHash: payloadHash ?? '',
    authType: 'REST-HEADER',
  });
}

function verifyQuery(request: HttpRequest, query: ReadonlyMap<string, string>, verifier: Verifier): Verification {
  const malformed = (why: string) => new AwsError(400, 'AuthorizationQueryParametersError', `The query is no valid presigned URL; ${why}.`);
  const parameter = (name: string): string => {
    const value = query.get(name);
    if (!value) throw malformed(`${name} is missing`);
    return value;
  };
  if (parameter('X-Amz-Algorithm') !== algorithm) throw malformed(`X-Amz-Algorithm only supports ${algorithm}`);
  const timestamp = parameter('X-Amz-Date');
  const sentAt = parseTimestamp(timestamp);
  if (sentAt === undefined) throw malformed('X-Amz-Date must be in the ISO 8601 long format');
  const expires = Number(parameter('X-Amz-Expires'));
  if (!Number.isInteger(expires) || expires < 1 || expires > longestExpiry)
    throw malformed(`X-Amz-Expires must be between 1 and ${longestExpiry} seconds`);
  const { accessKey, scope } = checkCredential(parameter('X-Amz-Credential'), timestamp, verifier, malformed);
  if (sentAt - verifier.now() > skewLimit) throw new AwsError(403, 'AccessDenied', 'Request is not yet valid');
  if (verifier.now() > sentAt + expires * 1000) {
    throw new AwsError(403, 'AccessDenied', 'Request has expired', {
      'X-Amz-Expires': String(expires),
      Expires: new Date(sentAt + expires * 1000).toISOString(),
      ServerTime: new Date(verifier.now()).toISOString(),
    });
  }
  return checkSignature(request, {
    accessKey,
    scope,
    timestamp,
    signature: parameter('X-Amz-Signature'),
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    payloadHash: query.get('X-Amz-Content-Sha256') ?? request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
    authType: 'REST-QUERY-STRING',
  });
}

function checkCredential(credential: string, timestamp: string, verifier: Verifier, malformed: (why: string) => AwsError) {
  const [accessKeyId, date, region, service, terminal, ...rest] = credential.split('/');
  if (!accessKeyId || terminal !== 'aws4_request' || rest.length)
    throw malformed('the credential must be <key>/<date>/<region>/<service>/aws4_request');
  if (date !== timestamp.slice(0, 8)) throw malformed(`the credential's date ${date} is not that of the request`);
  if (region !== verifier.region) throw malformed(`the region '${region}' is wrong; expecting '${verifier.region}'`);
  if (service !== verifier.service) throw malformed(`the service '${service}' is wrong; expecting '${verifier.service}'`);
  const accessKey = verifier.findKey(accessKeyId);
  if (!accessKey) {
    throw new AwsError(403, 'InvalidAccessKeyId', 'The AWS access key ID you provided does not exist in our records.', {
      AWSAccessKeyId: accessKeyId,
    });
  }
  return { accessKey, scope: { date: date!, region, service } };
}

function checkSignature(
  request: HttpRequest,
  claim: {
    accessKey: AccessKey;
    scope: Scope;
    timestamp: string;
    signature: string;
    signedHeaders: readonly string[];
    payloadHash: string;
    authType: Verification['authType'];
  },
): Verification {
  const { scope, timestamp, signature, signedHeaders, payloadHash } = claim;
  const unsigned = Object.keys(request.headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name) && name !== 'x-amz-content-sha256',
  );
  if (unsigned.length) {
    throw new AwsError(403, 'AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
  }
  const key = signingKey(claim.accessKey.secretAccessKey, scope);
  const expected = signatureOf(request, { key, scope, timestamp, signedHeaders, payloadHash });
  if (!sameText(expected, signature)) {
    throw new AwsError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        AWSAccessKeyId: claim.accessKey.accessKeyId,
        StringToSign: [algorithm, timestamp, scopeText(scope)].join('\n'),
        SignatureProvided: signature,
      },
    );
  }
  return { principal: claim.accessKey.principal, authType: claim.authType, payloadHash, signature, signingKey: key, timestamp, scope };
}

export function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function queryOf({ target }: HttpRequest) {
  try {
    return splitTarget(target).query;
  } catch (error) {
    if (error instanceof URIError) throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.");
    throw error;
  }
}

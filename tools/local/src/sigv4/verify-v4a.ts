/**
 * Verifies AWS Signature Version 4A in the header: an ECDSA signature that is good in several regions, and the only one that the
 * key-value store's data plane takes. The key pair is derived from the secret, so whoever knows the secret can check the signature.
 */
import { createECDH, createHmac, createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { HttpRequest } from '../http/message.ts';
import { canonicalRequest, parseTimestamp, sha256Hex } from './canonical.ts';
import type { AccessKey } from './verify.ts';

const algorithm = 'AWS4-ECDSA-P256-SHA256';
const skewLimit = 15 * 60_000;
/** The order of the curve P-256, less two. */
const largest = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254fn;

export interface VerifierV4a {
  readonly service: string;
  readonly findKey: (accessKeyId: string) => AccessKey | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * @returns who sent the request.
 * @throws {AwsError} it has no signature, or one that is wrong, too old, or by someone unknown.
 */
export function verifySigV4a(request: HttpRequest, body: Buffer, { service, findKey, now }: VerifierV4a): AccessKey {
  const { authorization, 'x-amz-date': timestamp, 'x-amz-content-sha256': claimed, 'x-amz-region-set': regions } = request.headers;
  if (authorization === undefined) throw refused('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
  const match = /^AWS4-ECDSA-P256-SHA256\s+Credential=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  if (!match)
    throw refused('IncompleteSignatureException', `The authorization header is no ${algorithm} credential, signed headers and signature.`);
  const [, credential = '', names = '', signature = ''] = match;
  const [accessKeyId = '', date, signedService, terminal, ...rest] = credential.split('/');
  const sentAt = parseTimestamp(timestamp);
  if (timestamp === undefined || sentAt === undefined || date !== timestamp.slice(0, 8) || terminal !== 'aws4_request' || rest.length > 0) {
    throw refused(
      'IncompleteSignatureException',
      'The credential must be <key>/<date>/<service>/aws4_request, with the date of x-amz-date.',
    );
  }
  if (signedService !== service)
    throw refused('InvalidSignatureException', `Credential should be scoped to correct service: '${service}'.`);
  if (Math.abs(now() - sentAt) > skewLimit)
    throw refused('InvalidSignatureException', `Signature expired: ${timestamp} is too far from now.`);
  const accessKey = findKey(accessKeyId);
  if (!accessKey) throw refused('UnrecognizedClientException', 'The security token included in the request is invalid.');

  const signedHeaders = names.split(';');
  const unsigned = ['host', 'x-amz-date', 'x-amz-region-set'].find((name) => !signedHeaders.includes(name));
  if (unsigned) throw refused('InvalidSignatureException', `The header ${unsigned} must be signed.`);
  if (!regions?.split(',').some((region) => region.includes('*') || region.trim() === 'us-east-1')) {
    throw refused('InvalidSignatureException', `The signature is not good for this region, but for ${regions}.`);
  }
  const payloadHash = sha256Hex(body);
  const canonical = canonicalRequest(request, { service, signedHeaders, payloadHash });
  const toSign = [algorithm, timestamp, `${date}/${service}/aws4_request`, sha256Hex(canonical)].join('\n');
  const right = verifySignature('sha256', Buffer.from(toSign), publicKeyOf(accessKey), Buffer.from(signature, 'hex'));
  if (!right || (claimed !== undefined && claimed !== payloadHash)) {
    throw refused('InvalidSignatureException', 'The request signature we calculated does not match the signature you provided.');
  }
  return accessKey;
}

const refused = (code: string, message: string): AwsError => new AwsError(403, code, message);

/** NIST SP 800-108 in counter mode, as AWS fills it in, until the number is one that the curve takes. */
function publicKeyOf({ accessKeyId, secretAccessKey }: AccessKey): KeyObject {
  for (let trial = 1; trial < 255; trial++) {
    const fixed = Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from(`${algorithm}\0${accessKeyId}`), Buffer.from([trial, 0, 0, 1, 0])]);
    const candidate = BigInt(`0x${createHmac('sha256', `AWS4A${secretAccessKey}`).update(fixed).digest('hex')}`);
    if (candidate > largest) continue;
    const pair = createECDH('prime256v1');
    pair.setPrivateKey((candidate + 1n).toString(16).padStart(64, '0'), 'hex');
    const point = pair.getPublicKey();
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  }
  throw new Error('No key can be derived from this secret.');
}

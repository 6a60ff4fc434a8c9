/** The deployed policies, put in force on the servers of this machine: which role a key belongs to, and what AWS would say about it. */
import { anonymous, type Authorize } from '../s3/access.ts';
import type { AccessKey } from '../sigv4/verify.ts';
import { type Decision, evaluator, type Judgement } from './evaluate.ts';
import { conditionKeysOf, parsePolicy, type PolicyDocument, PolicyNotUnderstood, type PolicyKind } from './policy-document.ts';
import type { Principal } from './principals.ts';

export interface LocalRole {
  /** Everything that is attached to the role. */
  readonly documents: readonly PolicyDocument[];
  /** Whoever signs with these has assumed the role. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Default: `arn:aws:iam::<account>:role/<name>`. */
  readonly arn?: string;
}

/**
 * Besides the roles, `developer` is an administrator of the account (every action, where the bucket's policy does not deny it), `edge` is
 * CloudFront reading for one distribution, and a request without a signature is anybody's.
 */
export interface LocalPolicies {
  /** 12 digits. Default: twelve zeros. */
  readonly account?: string;
  /** The bucket's policy; no other bucket has one. */
  readonly bucket: PolicyDocument;
  readonly roles: Readonly<Record<string, LocalRole>>;
  /** What the edge reads for, and invalidations are about. Default: the local distribution of that account. */
  readonly distributionArn?: string;
  /** `false`: requests count as having come over plain HTTP. Default: the server stands for the TLS that AWS has in front. */
  readonly secureTransport?: boolean;
  /** Told every decision. */
  readonly onDecision?: (decided: Decided) => void;
}

export interface Decided {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly conditions: Readonly<Record<string, string>>;
  readonly decision: Decision;
}

export interface PoliciesInForce {
  readonly authorize: Authorize;
  readonly keys: readonly AccessKey[];
  readonly distributionArn: string;
}

/** What the servers here tell about a request, where it has it. A condition on anything else could only be ignored. */
const knownKeys = [
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:ResourceAccount',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  's3:ObjectCreationOperation',
  's3:ResourceAccount',
  's3:TlsVersion',
  's3:authType',
  's3:delimiter',
  's3:if-match',
  's3:if-none-match',
  's3:max-keys',
  's3:prefix',
  's3:signatureversion',
  's3:x-amz-acl',
  's3:x-amz-content-sha256',
  's3:x-amz-copy-source',
  's3:x-amz-metadata-directive',
  's3:x-amz-server-side-encryption',
  's3:x-amz-storage-class',
].map((key) => key.toLowerCase());

const administrator: PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const reserved = ['developer', 'edge', anonymous];

/**
 * @param bucketName the bucket that `policies.bucket` belongs to.
 * @throws {PolicyNotUnderstood} a policy says something that cannot be decided here.
 */
export function putInForce(
  policies: LocalPolicies,
  { bucketName, distributionId }: { readonly bucketName: string; readonly distributionId: string },
): PoliciesInForce {
  const { account = '000000000000', bucket, roles, secureTransport = true, onDecision = () => undefined } = policies;
  const distributionArn = policies.distributionArn ?? `arn:aws:cloudfront::${account}:distribution/${distributionId}`;
  checkKeys('resource', bucket);
  const principals = new Map<string, { readonly principal: Principal; readonly documents: readonly PolicyDocument[] }>([
    ['developer', { principal: { kind: 'aws', account, arn: `arn:aws:iam::${account}:role/administrator` }, documents: [administrator] }],
    ['edge', { principal: { kind: 'service', service: 'cloudfront.amazonaws.com' }, documents: [] }],
    [anonymous, { principal: { kind: 'anonymous' }, documents: [] }],
  ]);
  for (const [name, { documents, arn = `arn:aws:iam::${account}:role/${name}` }] of Object.entries(roles)) {
    if (reserved.includes(name)) throw new TypeError(`No role can be called ${name} here.`);
    for (const document of documents) checkKeys('identity', document);
    principals.set(name, { principal: { kind: 'aws', account, arn }, documents });
  }

  const judges = new Map(
    [...principals].map(([name, { principal, documents }]) => {
      const common = { ...factsAbout(principal, { account, distributionArn }), 'aws:SecureTransport': String(secureTransport) };
      const atBucket = evaluator({ identity: documents, resource: bucket });
      const elsewhere = evaluator({ identity: documents });
      const isOfBucket = (resource: string) =>
        resource === `arn:aws:s3:::${bucketName}` || resource.startsWith(`arn:aws:s3:::${bucketName}/`);
      return [
        name,
        (action: string, resource: string, conditions: Readonly<Record<string, string>>): Judgement =>
          (isOfBucket(resource) ? atBucket : elsewhere)({
            principal,
            action,
            resource,
            resourceAccount: account,
            context: { ...common, ...(action.startsWith('s3:') && s3Facts(account, secureTransport)), ...conditions },
          }),
      ] as const;
    }),
  );

  return {
    distributionArn,
    keys: Object.entries(roles).map(([principal, { accessKeyId, secretAccessKey }]) => ({ principal, accessKeyId, secretAccessKey })),
    authorize: ({ principal, action, resource, conditions }) => {
      const judge = judges.get(principal);
      if (!judge) throw new TypeError(`Nobody is called ${principal} here.`);
      const judgement = judge(action, resource, conditions);
      onDecision({ principal, action, resource, conditions, decision: judgement.decision });
      return judgement.decision === 'allowed' ? 'allow' : explain(judgement, principals.get(principal)!.principal, action, resource);
    },
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html */
function explain({ deniedBy }: Judgement, principal: Principal, action: string, resource: string): ReturnType<Authorize> {
  if (principal.kind !== 'aws') return 'deny';
  const why =
    deniedBy === undefined
      ? `because no identity-based policy allows the ${action} action`
      : `with an explicit deny in ${deniedBy === 'resource' ? 'a resource-based' : 'an identity-based'} policy`;
  return { denied: `User: ${principal.arn} is not authorized to perform: ${action} on resource: "${resource}" ${why}` };
}

const s3Facts = (account: string, secureTransport: boolean) => ({
  'aws:ResourceAccount': account,
  's3:ResourceAccount': account,
  ...(secureTransport && { 's3:TlsVersion': '1.3' }),
});

function factsAbout(
  principal: Principal,
  { account, distributionArn }: { account: string; distributionArn: string },
): Record<string, string> {
  switch (principal.kind) {
    case 'aws':
      return { 'aws:PrincipalArn': principal.arn, 'aws:PrincipalAccount': principal.account, 'aws:PrincipalIsAWSService': 'false' };
    case 'service':
      return { 'aws:PrincipalIsAWSService': 'true', 'aws:SourceArn': distributionArn, 'aws:SourceAccount': account };
    case 'federated':
    case 'anonymous':
      return { 'aws:PrincipalIsAWSService': 'false' };
  }
}

function checkKeys(kind: PolicyKind, document: PolicyDocument): void {
  for (const key of conditionKeysOf(parsePolicy(kind, document))) {
    if (!knownKeys.includes(key)) throw new PolicyNotUnderstood(`The condition key ${key} is not known here.`);
  }
}

/** The policies of a synthesised template as AWS will have them: references replaced by what they stand for. */
import { roleId } from '../stack/roles.ts';
import type { Template, TemplateResource } from '../template.ts';
import { type PolicyDocument, type RoleName, roleNames } from './policy-document.ts';
import { resolveIntrinsics } from './resolve-intrinsics.ts';

/** What AWS fills in when the template is deployed. */
export interface Deployment {
  /** `123456789012` */
  readonly account: string;
  readonly region: string;
  /** The bucket's name; it replaces the template's. */
  readonly bucket: string;
  /** Default `E2QWRUHAPOMQZL`. */
  readonly distributionId?: string;
  /** Default one in `account`. */
  readonly keyValueStoreArn?: string;
}

export interface DeployedPolicies {
  readonly bucket: PolicyDocument;
  /** What each role may do. */
  readonly roles: Readonly<Record<RoleName, readonly PolicyDocument[]>>;
  /** Who may take each role. */
  readonly trust: Readonly<Record<RoleName, PolicyDocument>>;
}

/**
 * @throws {Error} the template lacks one of them, or says it in a way that is not understood here.
 * @example deployedPolicies(synthesise(settings), { account: '123456789012', region: 'us-east-1', bucket: 'pintag' }).roles.release
 */
export function deployedPolicies(template: Template, deployment: Deployment): DeployedPolicies {
  const { account, region, bucket, distributionId = 'E2QWRUHAPOMQZL' } = deployment;
  const keyValueStoreArn =
    deployment.keyValueStoreArn ?? `arn:aws:cloudfront::${account}:key-value-store/c2b5a1f0-6a3d-4f53-9b0e-6c1d5f2a7e90`;
  const idOf = (type: string, named?: string) => {
    const ids = Object.keys(template.Resources).filter(
      (id) => template.Resources[id]!.Type === type && (named === undefined || id.startsWith(named)),
    );
    if (ids.length !== 1) throw new Error(`The template has ${ids.length} resources of type ${type}${named ? ` called ${named}` : ''}.`);
    return ids[0]!;
  };
  const bucketId = idOf('AWS::S3::Bucket', 'Bucket');
  const values: Record<string, string> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    [idOf('AWS::CloudFront::Distribution')]: distributionId,
    [`${idOf('AWS::CloudFront::KeyValueStore')}.Arn`]: keyValueStoreArn,
  };
  for (const [id, { Type }] of Object.entries(template.Resources)) {
    if (Type === 'AWS::IAM::OIDCProvider')
      values[`${id}.Arn`] = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  }
  const bucketName = template.Resources[bucketId]!.Properties?.['BucketName'];
  const written = `arn:aws:s3:::${String(bucketName)}`;
  const resolved = (value: unknown) =>
    mapText(resolveIntrinsics(value, values), (text) =>
      text === written || text.startsWith(`${written}/`) ? `arn:aws:s3:::${bucket}${text.slice(written.length)}` : text,
    );

  const ofBucket = Object.values(template.Resources).filter(
    ({ Type, Properties }) => Type === 'AWS::S3::BucketPolicy' && Properties?.['Bucket'] === bucketName,
  );
  if (ofBucket.length !== 1) throw new Error(`The template has ${ofBucket.length} policies of the bucket.`);
  const roleOf = (name: RoleName) => template.Resources[idOf('AWS::IAM::Role', roleId(name))]!;
  return {
    bucket: documentAt(ofBucket[0]!, 'PolicyDocument', resolved),
    roles: byRole((name) => {
      const attached = roleOf(name).Properties?.['Policies'];
      return (Array.isArray(attached) ? attached : []).map((one: unknown) => documentIn(one, 'PolicyDocument', resolved));
    }),
    trust: byRole((name) => documentAt(roleOf(name), 'AssumeRolePolicyDocument', resolved)),
  };
}

const byRole = <T>(make: (name: RoleName) => T): Readonly<Record<RoleName, T>> =>
  Object.fromEntries(roleNames.map((name) => [name, make(name)])) as Record<RoleName, T>;

function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapText(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapText(inner, change)]));
}

type Resolve = (value: unknown) => unknown;

const documentAt = ({ Properties }: TemplateResource, property: string, resolved: Resolve): PolicyDocument =>
  documentIn(Properties, property, resolved);

function documentIn(holder: unknown, property: string, resolved: Resolve): PolicyDocument {
  const found = resolved((holder as Readonly<Record<string, unknown>> | undefined)?.[property]);
  if (typeof found !== 'object' || found === null || !('Statement' in found)) throw new Error(`The template has no ${property} there.`);
  // Statements are written by this package, and read again by whoever evaluates them.
  return found as PolicyDocument;
}

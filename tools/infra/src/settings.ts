/** What a deployment of the stack can choose, and what of it cannot be right. */
import { PintagError } from '@pintag/cdn/errors';
import { trustPolicies } from './permissions/trust-policies.ts';

/** As GitHub counts owner and repository: `gh api repos/acme/elements --jq '[.owner.id, .id]'`. */
export interface RepositoryIds {
  readonly owner: number;
  readonly repository: number;
}

export interface InfraSettings {
  readonly bucketName: string;
  /** `acme/elements` */
  readonly repository: string;
  /** Repositories made after July 2026 name themselves to AWS by number too; without the numbers only the names are trusted. */
  readonly repositoryIds?: RepositoryIds;
  /** Written out: what is built on one of them may be staged. Whoever may push to one of them may, too, so GitHub has to guard each. */
  readonly releaseBranches: readonly string[];
  /** The distribution's own domains, with a certificate for them. */
  readonly domainNames?: readonly string[];
  /** Of ACM in us-east-1. */
  readonly certificateArn?: string;
  /** An account has one OpenID Connect provider for GitHub at most; where it has, its ARN. */
  readonly oidcProviderArn?: string;
  /** Who hears of alarms. */
  readonly alarmEmail?: string;
  /** The account records its management events already, in a trail that covers us-east-1. */
  readonly accountHasTrail?: boolean;
}

/** No others than that: a branch that does not exist yet could be made, and trusted, by anybody who may push. */
export const defaultReleaseBranches: readonly string[] = ['main'];

/** For a look at the template before anything has been chosen. */
export const exampleSettings: InfraSettings = {
  bucketName: 'acme-elements',
  repository: 'acme/elements',
  repositoryIds: { owner: 1_000_001, repository: 2_000_002 },
  releaseBranches: defaultReleaseBranches,
};

/** Characters that AWS takes of a role's trust policy, spaces not counted, unless an account has asked for more. */
const trustPolicyLimit = 2048;

/** Each may not match, and what it then is. */
type Rule = readonly [holds: boolean, problem: string];

/** @throws {PintagError} PT_AWS_SETTINGS with every problem found. */
export function checkSettings(settings: InfraSettings): InfraSettings {
  const { bucketName, repository, releaseBranches, domainNames = [], certificateArn, oidcProviderArn, alarmEmail } = settings;
  const rules: readonly Rule[] = [
    // A name with dots does not fit the certificate of S3's own domain.
    [/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucketName), `"${bucketName}" cannot be the name of a bucket that is reached by TLS`],
    [/^[\w.-]+\/[\w.-]+$/.test(repository), `"${repository}" is not of the form owner/name`],
    [releaseBranches.length > 0, 'no release branch is named'],
    ...releaseBranches.map((name): Rule => [
      /^[\w./@+-]+$/.test(name),
      `"${name}" is a pattern: AWS would let it stand for branches that anybody may push, such as pull/1.x`,
    ]),
    [
      longestTrust(settings) <= trustPolicyLimit,
      `${releaseBranches.length} release branches do not fit into a trust policy, of which AWS takes ${trustPolicyLimit} characters`,
    ],
    [domainNames.length > 0 === (certificateArn !== undefined), 'domains and a certificate for them need each other'],
    [
      certificateArn === undefined || /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(certificateArn),
      `"${certificateArn}" is no certificate of us-east-1, which is where CloudFront looks for it`,
    ],
    [
      oidcProviderArn === undefined || /^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/.test(oidcProviderArn),
      `"${oidcProviderArn}" is not the ARN of an account's provider for GitHub Actions`,
    ],
    [alarmEmail === undefined || /^[^\s@]+@[^\s@]+$/.test(alarmEmail), `"${alarmEmail}" is no e-mail address`],
  ];
  const problems = rules.filter(([holds]) => !holds).map(([, problem]) => problem);
  if (problems.length > 0) throw new PintagError('PT_AWS_SETTINGS', { problems });
  return settings;
}

function longestTrust(settings: InfraSettings): number {
  const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
  return Math.max(...Object.values(trustPolicies(settings, provider)).map((document) => JSON.stringify(document).length));
}

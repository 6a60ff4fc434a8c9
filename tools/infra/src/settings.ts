/** What a deployment of the stack can choose. */

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
  /** GitHub environments in which a person approves. */
  readonly environments: { readonly release: string; readonly channels: string };
  /** Written out: what is built on one of them may be staged. */
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

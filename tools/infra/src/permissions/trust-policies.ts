/** Which GitHub job may take which role: the subject that GitHub signs says what started it, and no subject here has a wildcard. */
import type { InfraSettings } from '../settings.ts';
import { policy, type PolicyDocument, type RoleName } from './policy-document.ts';

export const gitHubIssuer = 'token.actions.githubusercontent.com';
export const audience = 'sts.amazonaws.com';

/** GitHub environments in which a person approves, by the role that is trusted to each. The workflows name them too, so nobody can choose others. */
export const approvedIn = { release: 'cdn-production', channels: 'cdn-channels' } as const;

export type TrustSettings = Pick<InfraSettings, 'repository' | 'repositoryIds' | 'releaseBranches'>;

export function trustPolicies(settings: TrustSettings, providerArn: string): Readonly<Record<RoleName, PolicyDocument>> {
  const branches = settings.releaseBranches.map((branch) => `ref:refs/heads/${branch}`);
  const trust = (contexts: readonly string[]) =>
    policy({
      Sid: 'GitHubJob',
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${gitHubIssuer}:aud`]: audience, [`${gitHubIssuer}:sub`]: subjectsOf(settings, contexts) },
      },
    });
  return {
    plan: trust(branches),
    preview: trust(['pull_request']),
    stage: trust(branches),
    // Once a job names an environment, its subject names that and no branch: which branches may use it is said in the environment's rules.
    release: trust([`environment:${approvedIn.release}`]),
    channels: trust([`environment:${approvedIn.channels}`]),
  };
}

/**
 * As GitHub writes them: with names, and, in repositories made after July 2026, with the ids behind the names, which nobody can take over by
 * registering a name that has become free.
 * @example subjectsOf({ repository: 'acme/elements', repositoryIds: { owner: 1, repository: 2 } }, ['pull_request'])
 * // ['repo:acme/elements:pull_request', 'repo:acme@1/elements@2:pull_request']
 */
export function subjectsOf(
  { repository, repositoryIds }: Pick<InfraSettings, 'repository' | 'repositoryIds'>,
  contexts: readonly string[],
): readonly string[] {
  const [owner, name] = repository.split('/');
  const forms = [repository, ...(repositoryIds ? [`${owner}@${repositoryIds.owner}/${name}@${repositoryIds.repository}`] : [])];
  return contexts.flatMap((context) => forms.map((form) => `repo:${form}:${context}`));
}

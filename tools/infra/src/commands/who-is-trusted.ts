/** Who could take the roles of a stack, in words that somebody reads before deploying it. */
import { approvedIn, type TrustSettings } from '../permissions/trust-policies.ts';

/** @param untrusted release branches, or patterns of such, that the stack does not trust */
export function whoIsTrusted({ repository, releaseBranches }: TrustSettings, untrusted: readonly string[]): readonly string[] {
  return [
    `Trusted, in ${repository}:`,
    `  plan, stage: jobs on ${releaseBranches.join(', ')}. Who may push there, or make such a branch, may stage what is released next:`,
    '    let GitHub ask for a review first (docs/aws.md).',
    ...Object.entries(approvedIn).map(
      ([role, environment]) => `  ${role}: jobs in the environment ${environment}, on its branches, after approval.`,
    ),
    '  preview: jobs of pull requests from branches of the repository.',
    ...(untrusted.length > 0
      ? [`  nothing: jobs on ${untrusted.join(', ')}. To release there, name the branch in \`aws.releaseBranches\`, once it is protected.`]
      : []),
  ];
}

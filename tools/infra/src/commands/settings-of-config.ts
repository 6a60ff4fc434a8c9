/** The stack's settings from `pintag.config.ts`. */
import { PintagError } from '@pintag/cdn/errors';
import type { PintagConfig } from '@pintag/release/config';
import { defaultReleaseBranches, type InfraSettings } from '../settings.ts';

export interface ConfiguredSettings {
  /** `undefined`: the configuration has no `aws`. */
  readonly settings: InfraSettings | undefined;
  /** Release branches, or patterns of such, whose jobs no role trusts. */
  readonly untrusted: readonly string[];
}

/**
 * @param env of which GITHUB_REPOSITORY counts where the config names no repository
 * @throws {PintagError} PT_AWS_SETTINGS
 */
export function settingsOfConfig(
  { aws, github, branches }: Pick<PintagConfig, 'aws' | 'github' | 'branches'>,
  env: Readonly<Record<string, string | undefined>>,
): ConfiguredSettings {
  // Not `branches`: it names branches that need not exist, and who may push could make one and be trusted.
  const releaseBranches = aws?.releaseBranches ?? defaultReleaseBranches;
  const names = branches.map((branch) => (typeof branch === 'string' ? branch : branch.name));
  const untrusted = names.filter((name) => !releaseBranches.includes(name));
  if (!aws) return { settings: undefined, untrusted };
  const repository = github?.repository ?? env['GITHUB_REPOSITORY'];
  if (repository === undefined) {
    throw new PintagError('PT_AWS_SETTINGS', { problems: ['no repository is named: set `github.repository`, such as "acme/elements"'] });
  }
  const { bucket: bucketName, certificate: certificateArn, oidcProvider: oidcProviderArn, ...rest } = aws;
  return {
    untrusted,
    settings: {
      ...rest,
      bucketName,
      repository,
      releaseBranches,
      ...(certificateArn !== undefined && { certificateArn }),
      ...(oidcProviderArn !== undefined && { oidcProviderArn }),
    },
  };
}

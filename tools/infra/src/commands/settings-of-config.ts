/** The stack's settings from `pintag.config.ts`. */
import { PintagError } from '@pintag/cdn/errors';
import type { PintagConfig } from '@pintag/release/config';
import { defaultEnvironments, type InfraSettings } from '../settings.ts';

export interface ConfiguredSettings {
  /** `undefined`: the configuration has no `aws`. */
  readonly settings: InfraSettings | undefined;
  /** Release branches that are patterns, for which nobody is trusted. */
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
  const names = branches.map((branch) => (typeof branch === 'string' ? branch : branch.name));
  const isName = (name: string) => /^[\w./@+-]+$/.test(name);
  const untrusted = aws?.releaseBranches === undefined ? names.filter((name) => !isName(name)) : [];
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
      environments: { ...defaultEnvironments, ...aws.environments },
      releaseBranches: aws.releaseBranches ?? names.filter(isName),
      ...(certificateArn !== undefined && { certificateArn }),
      ...(oidcProviderArn !== undefined && { oidcProviderArn }),
    },
  };
}

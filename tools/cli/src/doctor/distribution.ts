/** Is the distribution set as the tables of tools/cdn have it? */
import { type CloudFrontClientConfig, createCloudFrontClient, judgeDistribution, readDistribution } from '@pintag/cdn';
import type { Check } from './check.ts';

export interface DistributionOptions {
  readonly client: CloudFrontClientConfig;
  readonly distributionId: string;
  readonly origin: string;
  /** Milliseconds. */
  readonly limit: number;
}

export const checkDistribution = ({ client: config, distributionId, origin, limit }: DistributionOptions): Check => ({
  name: 'distribution',
  limit,
  look: async () => {
    const client = createCloudFrontClient(config);
    try {
      const settings = await readDistribution(client, distributionId).catch((error: unknown) => {
        throw error instanceof Error ? new Unreadable(error) : error;
      });
      if (!settings)
        return {
          outcome: 'skipped',
          why: `These credentials may not read the settings of ${distributionId} (cloudfront:GetDistribution, GetCachePolicy, GetResponseHeadersPolicy).`,
        };
      const wrong = judgeDistribution(settings, origin);
      if (wrong.length === 0)
        return { outcome: 'ok', found: `${distributionId} is set as the stack of tools/infra sets it, for ${settings.hosts.join(', ')}.` };
      return {
        outcome: 'failed',
        found: `Of ${distributionId}: ${wrong.join('; ')}.`,
        remedy: 'Deploy the stack of tools/infra again (docs/aws.md), and change nothing of it by hand.',
      };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const remedy = 'Check edge.distributionId (`npx nx deploy infra` prints it), your credentials and the network.';
      return { outcome: 'failed', found: `CloudFront does not say how ${distributionId} is set: ${error.message}`, remedy };
    } finally {
      client.destroy();
    }
  },
});

/** CloudFront's own word for why. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(cause: Error) {
    super(`${cause.name}: ${cause.message}`, { cause });
  }
}

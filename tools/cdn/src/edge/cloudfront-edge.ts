/** The CloudFront distribution: asked over HTTP, told about changes through its API. */
import { type CloudFrontClient, CloudFrontServiceException, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import pRetry from 'p-retry';
import { PintagError } from '../errors.ts';
import type { Edge } from './edge.ts';
import { createPublicEdge, type PublicEdgeOptions } from './public-edge.ts';

export interface CloudFrontEdgeOptions extends PublicEdgeOptions {
  readonly client: CloudFrontClient;
  readonly distributionId: string;
}

/**
 * An invalidation returns when CloudFront has accepted it, minutes before the last location has heard of it. Nobody waits: what is
 * verified never changes, and what changes is kept for a minute at most.
 */
export function createCloudFrontEdge({ client, distributionId, ...options }: CloudFrontEdgeOptions): Edge {
  return {
    ...createPublicEdge(options),
    async invalidate(paths, reference) {
      if (paths.length === 0) return;
      const items = [...new Set(paths)].sort();
      const command = new CreateInvalidationCommand({
        DistributionId: distributionId,
        InvalidationBatch: { CallerReference: reference, Paths: { Quantity: items.length, Items: items } },
      });
      try {
        await pRetry(() => client.send(command), {
          retries: 4,
          minTimeout: options.pause ?? 1_000,
          // CloudFront takes so many invalidations at a time; the others wait for their turn.
          shouldRetry: ({ error }) => error instanceof CloudFrontServiceException && error.name === 'TooManyInvalidationsInProgress',
        });
      } catch (cause) {
        const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
        throw new PintagError('PT_INVALIDATION', { distributionId, why }, { cause });
      }
    },
  };
}

/** What the store or the edge answers. */
export const serving = {
  PT_STORED_INVALID: ({ key, problems }: { key: string; problems: readonly string[] }) => ({
    sentence: `${key} does not hold what it should: ${problems.join('; ')}.`,
    remedy: /\/(versions|index)\.json$/.test(key)
      ? 'A newer Pintag may have written it: update this checkout. If that changes nothing, run `pintag reconcile --rebuild`: it derives version lists and index from the records.'
      : 'Something else than Pintag, or a newer Pintag, wrote it. Update this checkout; if that changes nothing, find out who wrote it.',
  }),
  PT_STORE_FAILED: ({ what, bucket, why }: { what: string; bucket: string; why: string }) => ({
    sentence: `The bucket ${bucket} failed at ${what}: ${why}`,
    remedy:
      'Check the bucket, its region and endpoint in the configuration, your credentials and the network, then run the command again: it goes on from here.',
  }),
  PT_INVALIDATION: ({ distributionId, why }: { distributionId: string; why: string }) => ({
    sentence: `CloudFront distribution ${distributionId} did not take the invalidation: ${why}`,
    remedy:
      'Check the distribution in the configuration and your right to `cloudfront:CreateInvalidation`, then run the release again: it goes on from here. Lists are a minute old at most.',
  }),
  PT_EDGE_UNREACHABLE: ({ url, tries }: { url: string; tries: number }) => ({
    sentence: `${url} cannot be reached; tried ${tries} times.`,
    remedy:
      'Check the network and the origin of the edge in the configuration. Nothing is lost: running the command again goes on from here.',
  }),
  PT_EDGE_ANSWER: ({ url, status }: { url: string; status: number }) => ({
    sentence: `${url} answered ${status}.`,
    remedy: 'Check the origin (`--edge`, or edge.origin in pintag.config.ts) and whether the CDN is up, then run the command again.',
  }),
  PT_RUNTIME_WRONG: ({ runtime, findings }: { runtime: string; findings: readonly string[] }) => ({
    sentence: `The edge does not serve the runtime ${runtime} as it is stored: ${findings.join('; ')}.`,
    remedy:
      'Mend the distribution and run the release again: it goes on from here. No version that needs this runtime can be loaded before.',
  }),
  PT_RUNTIME_TAKEN: ({ runtime, key }: { runtime: string; key: string }) => ({
    sentence: `${key} holds other bytes than the runtime ${runtime} has.`,
    remedy: `Find out who wrote it, and check the bucket policy. Then remove ${key} as the bucket's owner and run the release again: it goes on from here.`,
  }),
  PT_EDGE_WRONG: ({ feature, version, findings }: { feature: string; version: string; findings: readonly string[] }) => ({
    sentence: `The edge does not serve ${feature} ${version} as recorded: ${findings.join('; ')}.`,
    remedy:
      `Mend the distribution and run the release again: it verifies ${version} again and finishes it. Until then every \`pintag release\` and ` +
      `\`pintag reconcile\` fails and names it. It is recorded, so its URL can be loaded, and if no list has it yet, the next version of ${feature} lists it too.`,
  }),
} as const;

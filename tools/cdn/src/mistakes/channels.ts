/** What keeps a channel where it is, or from where it should be. */
export const channels = {
  PT_CHANNEL_NAME: ({ name, why }: { name: string; why: string }) => ({
    sentence: `"${name}" cannot be a channel: ${why}.`,
    remedy: 'Name it with lower-case words joined by hyphens, such as "stable" or "early-access", or after a major version, such as "v1".',
  }),
  PT_CHANNEL_UNKNOWN: ({ name, known, nearest }: { name: string; known: readonly string[]; nearest: readonly string[] }) => ({
    sentence: `There is no channel ${name}.`,
    remedy: `${nearest.length ? `Is it ${nearest.join(' or ')}? ` : ''}The channels are ${[...known, 'v1, v2 and so on'].join(', ')}; \`channels\` in pintag.config.ts names others.`,
  }),
  PT_CHANNEL_MAJOR: ({ channel, feature, version }: { channel: string; feature: string; version: string }) => ({
    sentence: `The channel ${channel} of ${feature} cannot point to ${version}, which is of another major version.`,
    remedy: `Point ${channel} to a version of ${channel.slice(1)}.x: pages that name ${channel} rely on it. \`pintag versions ${feature}\` lists them all.`,
  }),
  PT_CHANNEL_BACK: ({ channel, feature, from, to }: { channel: string; feature: string; from: string; to: string }) => ({
    sentence: `${channel} of ${feature} is ${from} now, and ${to} is older. Nothing was changed.`,
    remedy: `To undo the last move, run \`pintag channel revert ${channel} ${feature}\`. To go back to ${to} on purpose, add \`--force\`.`,
  }),
  PT_CHANNEL_UNSET: ({ channel, feature, set }: { channel: string; feature: string; set: readonly string[] }) => ({
    sentence: `${feature} has no channel ${channel} yet.`,
    remedy: `${set.length ? `It has ${set.join(', ')}. ` : ''}Point it to a version with \`pintag channel set ${channel} ${feature}@<version>\`.`,
  }),
  PT_CHANNEL_FIRST: ({ channel, feature, version }: { channel: string; feature: string; version: string }) => ({
    sentence: `${channel} of ${feature} has pointed to nothing before ${version}, so there is nothing to go back to.`,
    remedy: `Point it to another version with \`pintag channel set ${channel} ${feature}@<version>\`, with \`--force\` to an older one.`,
  }),
  PT_CHANNEL_MOVED: ({
    channel,
    feature,
    expected,
    found,
    by,
  }: {
    channel: string;
    feature: string;
    expected: string;
    found: string;
    by: string;
  }) => ({
    sentence: `${channel} of ${feature} is no longer ${expected}: ${by} pointed it to ${found}. Nothing was changed.`,
    remedy: `Look at it with \`pintag channel history ${channel} ${feature}\`, and revert again if ${found} is not meant to stay either.`,
  }),
  PT_CHANNEL_NOT_PROJECTED: ({ channel, feature, version, why }: { channel: string; feature: string; version: string; why: string }) => ({
    sentence: `${channel} of ${feature} is ${version} now, and the edge does not follow it yet: ${why}`,
    remedy:
      'The new version is written down and stays. Run `pintag channel repair`, or `pintag reconcile`: either makes the edge follow. Do not revert again: that goes one version further back. Until then pages load what they did before.',
  }),
  PT_KEY_VALUES_FAILED: ({ what, store, why }: { what: string; store: string; why: string }) => ({
    sentence: `CloudFront's key-value store ${store} failed at ${what}: ${why}`,
    remedy:
      "Check `edge.keyValueStore` in the configuration, your credentials and their right to the store's keys, then run the command again.",
  }),
} as const;

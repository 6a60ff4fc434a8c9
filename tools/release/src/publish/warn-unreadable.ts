/** A record that cannot be read keeps no other version from its list: it is told, and the run goes on. */
import type { ListedVersions } from '@pintag/cdn';
import type { Log } from '../events/log.ts';

export function warnUnreadable(log: Log, feature: string, { unreadable }: Pick<ListedVersions, 'unreadable'>): void {
  for (const { version, failure } of unreadable) {
    const message = `The record of ${feature} ${version} cannot be read: ${failure.message} \`pintag reconcile --check\` says what to do.`;
    log({ level: 'warn', step: 'index', feature, version, message });
  }
}

/** What whoever watches a release is told of its plan. Pure. */
import type { Planned } from '../events/release-event.ts';
import type { Plan } from '../plan/plan.ts';

/** @param attempt from 1; a run plans again when another push was faster */
export const plannedEvent = ({ releases, others }: Plan, attempt: number): Planned => ({
  event: 'planned',
  attempt,
  releases: releases.map(({ feature, from, to, bump, channel, tag }) => ({
    feature,
    ...(from !== undefined && { from }),
    to,
    bump,
    channel,
    tag,
  })),
  others: others.map(({ feature, version, why }) => ({ feature, ...(version !== undefined && { version }), why })),
});

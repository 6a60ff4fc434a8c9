/** The plan of this moment; one that was made earlier has to agree with it. */
import { refusePlanOfAnother, refuseStalePlan, refuseUnplanned } from './check-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { ReleaseOptions } from './release.ts';

/** @throws {PintagError} PT_PLAN_STALE, and what planning finds. */
export async function planNow({
  repository,
  plan: made,
  ...selection
}: Pick<ReleaseOptions, 'repository' | 'plan' | 'only' | 'except'>): Promise<Plan> {
  const { only: asked, except } = selection;
  if (!made) return repository.plan({ ...(asked && { only: asked }), ...(except && { except }) });

  refusePlanOfAnother(made, repository);
  refuseUnplanned(made, asked ?? []);
  const isAsked = ({ feature }: { readonly feature: string }) => (asked?.includes(feature) ?? true) && !except?.includes(feature);
  const given = { ...made, releases: made.releases.filter(isAsked), others: made.others.filter(isAsked) };
  // A plan of some features says nothing about the others.
  const only = [...new Set([...given.releases, ...given.others].map(({ feature }) => feature))];
  const notes = given.releases.some((release) => release.notes !== undefined);
  const fresh = await repository.plan({ only, notes });
  refuseStalePlan(given, fresh, await repository.tags());
  return fresh;
}

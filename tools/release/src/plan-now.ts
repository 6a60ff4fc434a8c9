/** The plan of this moment; one that was made earlier has to agree with it. */
import { refuseStalePlan } from './check-plan.ts';
import type { Plan } from './plan/plan.ts';
import type { ReleaseOptions } from './release.ts';

/** @throws {PintagError} PT_PLAN_STALE, and what planning finds. */
export async function planNow({
  repository,
  plan: given,
  ...options
}: Pick<ReleaseOptions, 'repository' | 'plan' | 'only' | 'except'>): Promise<Plan> {
  // A plan of some features says nothing about the others.
  const only = options.only ?? (given && [...given.releases, ...given.others].map(({ feature }) => feature));
  const plan = await repository.plan({ ...(only && { only }), ...(options.except && { except: options.except }) });
  if (given) refuseStalePlan(given, plan, await repository.tags());
  return plan;
}

/** Our answers for one history: the plan of the repository that a release would open. */
import { openRepository } from '../git/open-repository.ts';
import type { Plan, PlannedRelease, Reason, UnplannedFeature } from '../plan/plan.ts';
import { type Answer, commitLine } from './answer.ts';
import type { GitEnvironment } from './call-git.ts';
import type { History } from './history/generate-history.ts';

export async function askOurs(options: {
  history: History;
  checkout: string;
  env: GitEnvironment;
  ignoredFiles: readonly string[];
  sharedFiles: readonly string[];
}): Promise<readonly Answer[]> {
  const { history, checkout, env, ignoredFiles, sharedFiles } = options;
  const repository = await openRepository({
    root: checkout,
    run: `history-${history.number}`,
    env,
    log: () => undefined,
    branches: history.layout.specs,
    graph: { read: () => Promise.resolve(history.projects) },
    config: { dependencyBump: history.dependencyBump, ignoredFiles, sharedFiles },
    purpose: 'plan',
  });
  try {
    return answersOf(await repository.plan({ notes: true }));
  } finally {
    await repository.close();
  }
}

const answersOf = ({ releases, others }: Plan): readonly Answer[] => [...releases.map(ofRelease), ...others.map(ofOther)];

const ofRelease = (release: PlannedRelease): Answer => ({
  feature: release.feature,
  outcome: release.promotes === undefined ? 'release' : 'promotion',
  ...(release.from !== undefined && { from: release.from }),
  version: release.to,
  bump: release.bump,
  channel: release.channel,
  ...(release.promotes === undefined ? { commits: release.reasons.map(lineOf).sort() } : { tagged: release.promotes }),
  notes: release.notes,
});

const lineOf = ({ commit, kind, bump, through }: Reason): string => commitLine(commit, kind, bump, through?.join(' → '));

function ofOther({ feature, why, by, message }: UnplannedFeature): Answer {
  if (why === 'failed') return { feature, outcome: 'failed', why: message ?? '' };
  if (why === 'superseded') return { feature, outcome: 'not-asked', why: `superseded by ${by}` };
  return { feature, outcome: why === 'other-branch' ? 'not-asked' : 'none', why };
}

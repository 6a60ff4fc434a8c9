/** The release protocol from start to end. Running it again is the repair of whatever broke off. */
import { PintagError } from '@pintag/cdn';
import { buildAndStage } from './build-and-stage.ts';
import { type FeatureResult, failedResult } from './feature-result.ts';
import type { PushOutcome, ReleaseTag } from './git/repository.ts';
import type { Plan, PlannedRelease } from './plan/plan.ts';
import { planNow } from './plan-now.ts';
import { previewRelease } from './preview-release.ts';
import { finishAll } from './publish/finish-all.ts';
import { type PublishJob, type Published, publishAll } from './publish/publish-all.ts';
import { type Gaps, findGaps } from './reconcile/find-gaps.ts';
import { refreshRows } from './reconcile/refresh-rows.ts';
import { tagStandings } from './reconcile/tag-standings.ts';
import type { ReleaseTools } from './release-tools.ts';
import { publishedResults, unplannedResults } from './results.ts';

export interface ReleaseOptions extends ReleaseTools {
  /** Names of features; releases that broke off are finished for all of them nevertheless. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** A plan somebody looked at: it is released as it is, or refused. */
  readonly plan?: Plan;
  /** Says what a release would do and does none of it. */
  readonly dryRun?: boolean;
}

export interface ReleaseResult {
  /** `false` while anything that was begun is not finished: the run has to be repeated. */
  readonly ok: boolean;
  readonly run: string;
  readonly plan: Plan;
  /** Sorted by feature; a feature has several when several of its versions were finished. */
  readonly features: readonly FeatureResult[];
  /** Release tags that nobody heals unasked; `reconcile --adopt` takes one in. */
  readonly foreign: readonly ReleaseTag[];
}

const maxAttempts = 5;

/**
 * What one feature does wrong is in the result; what is thrown concerns the whole run, and nothing was tagged then.
 * @throws {PintagError} PT_PLAN_STALE, PT_PUSH_DENIED, and what planning finds.
 * @example
 * const { ok, features } = await release({ repository, store, edge, builder, link: linkElement, announcer: silentAnnouncer, clock, log });
 * // ok: true, features: [{ feature: 'calendar', version: '1.0.1', status: 'released', url, integrity }, { feature: 'questionnaire', version: '1.1.0', status: 'unchanged', … }]
 */
export async function release(options: ReleaseOptions): Promise<ReleaseResult> {
  if (options.dryRun) return previewRelease(options);
  const progress = newProgress();
  let plan: Plan;
  let finished: readonly Published[];
  try {
    plan = await tagAndPublish(options, progress);
  } finally {
    // Whatever got published before something broke is finished all the same.
    finished = await finishAll(options, [...progress.published.values()], progress.refreshed);
  }

  const results = [...publishedResults(finished, options.edge, progress.raced), ...progress.failures];
  const tags = (await options.repository.tags()).filter(({ commit }) => commit === plan.commit);
  const standings = await tagStandings(options.store, tags, progress);
  const unplanned = unplannedResults(plan, tags, results, { ...options, standings });
  const features = [...results, ...unplanned].sort(byFeature);
  return {
    ok: features.every(({ status }) => status !== 'failed'),
    run: options.repository.run,
    plan,
    features,
    foreign: progress.foreign,
  };
}

/** Grows while the run goes on, so that a run that breaks off can still finish what it published. */
interface Progress {
  /** By tag. */
  readonly published: Map<string, Published>;
  readonly refreshed: string[];
  readonly failures: FeatureResult[];
  /** Tags that another run pushed while this one was about to. */
  readonly raced: Set<string>;
  foreign: readonly ReleaseTag[];
  newest: Gaps['newest'];
  /** The remote was asked, once a run and before the first build. */
  mayPush: boolean;
}

const newProgress = (): Progress => ({
  published: new Map(),
  refreshed: [],
  failures: [],
  raced: new Set(),
  foreign: [],
  newest: new Map(),
  mayPush: false,
});

async function tagAndPublish(options: ReleaseOptions, progress: Progress): Promise<Plan> {
  const { repository, log } = options;
  for (let attempt = 1; ; attempt++) {
    await finishEarlierReleases(options, progress);
    const plan = await planNow(options);
    const ready = await stageReleases(options, plan.releases, progress);
    const outcomes = ready.length > 0 ? await repository.push(ready) : [];
    await publishPushed(options, plan, outcomes, progress);

    const raced = outcomes.filter(({ status }) => status === 'raced').map(({ release }) => release);
    if (raced.length === 0) return plan;
    for (const { tag } of raced) progress.raced.add(tag);
    if (attempt === maxAttempts) {
      for (const { feature, to } of raced) {
        progress.failures.push(failedResult(feature, to, new PintagError('PT_PUSH_RACED', { feature, attempts: maxAttempts })));
      }
      return plan;
    }
    log({ level: 'warn', step: 'tag', message: `Another push was faster; planning again (attempt ${attempt + 1} of ${maxAttempts}).` });
    await repository.fetch();
  }
}

async function finishEarlierReleases(options: ReleaseOptions, progress: Progress): Promise<void> {
  const { store, repository, log } = options;
  const { unfinished, stale, foreign, newest } = await findGaps(store, await repository.tags());
  progress.foreign = foreign;
  progress.newest = newest;
  const open = unfinished.filter(({ tag }) => !progress.published.has(tag));
  for (const { feature, version } of open) {
    log({
      level: 'info',
      step: 'reconcile',
      feature,
      version,
      message: `${feature} ${version} was tagged and not finished: finishing it.`,
    });
  }
  await publish(
    options,
    open.map((tag) => ({ tag, as: 'repaired' })),
    progress,
  );
  const rows = await refreshRows(options, stale);
  progress.refreshed.push(...rows.refreshed);
  progress.failures.push(...rows.failures);
}

async function stageReleases(
  options: ReleaseOptions,
  releases: readonly PlannedRelease[],
  progress: Progress,
): Promise<readonly PlannedRelease[]> {
  const failed = new Set(progress.failures.map(({ feature }) => feature));
  const wanted = releases.filter(({ feature }) => !failed.has(feature));
  if (wanted.length > 0 && !progress.mayPush) {
    await options.repository.checkPushRight();
    progress.mayPush = true;
  }
  // A promotion opens a channel for a version that has its bytes already.
  const toBuild = wanted.filter(({ promotes }) => promotes === undefined);
  const { staged, failures } = await buildAndStage(options, toBuild);
  for (const { feature, failure } of failures) {
    progress.failures.push(failedResult(feature, wanted.find((release) => release.feature === feature)?.to, failure));
  }
  return wanted.filter(({ feature, promotes }) => promotes !== undefined || staged.includes(feature));
}

async function publishPushed(options: ReleaseOptions, plan: Plan, outcomes: readonly PushOutcome[], progress: Progress): Promise<void> {
  const { repository, log } = options;
  const known = await repository.tags();
  const jobs: PublishJob[] = [];
  for (const outcome of outcomes) {
    const { feature, to: version, tag, notes } = outcome.release;
    if (outcome.status === 'refused') {
      progress.failures.push(failedResult(feature, version, new PintagError('PT_PUSH_REFUSED', { feature, why: outcome.why })));
    } else if (outcome.status === 'failed') {
      progress.failures.push(failedResult(feature, version, outcome.error));
    } else if (outcome.status === 'pushed') {
      log({ level: 'info', step: 'tag', feature, version, message: `Tagged ${tag}.` });
      const { commit, committedAt } = plan;
      const made = { feature, version, tag, commit, committedAt, run: repository.run, onReleaseBranch: true };
      jobs.push({ tag: known.find((existing) => existing.tag === tag) ?? made, as: 'released', notes });
    }
  }
  await publish(options, jobs, progress);
}

async function publish(options: ReleaseOptions, jobs: readonly PublishJob[], progress: Progress): Promise<void> {
  for (const published of await publishAll(options, jobs)) progress.published.set(published.job.tag.tag, published);
}

const byFeature = (a: FeatureResult, b: FeatureResult): number => (a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : 0);

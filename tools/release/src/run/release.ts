/** The release protocol from start to end. Running it again is the repair of whatever broke off. */
import { PintagError } from '@pintag/cdn';
import { beginPromotions } from './begin-promotions.ts';
import { buildAndStage } from './build-and-stage.ts';
import { refusePlanOfAnother } from './check-plan.ts';
import { type FeatureResult, failedResult } from './feature-result.ts';
import type { PushOutcome, ReleaseTag, Repository } from '../git/repository.ts';
import { failureEvent } from '../events/log.ts';
import type { Plan, PlannedRelease } from '../plan/plan.ts';
import { planNow } from './plan-now.ts';
import { previewRelease } from './preview-release.ts';
import { finishAll } from '../publish/finish-all.ts';
import { type PublishJob, type Published, publishAll } from '../publish/publish-all.ts';
import { createRuntimes } from '../publish/runtime/runtimes.ts';
import { type Gaps, findGaps } from '../reconcile/find-gaps.ts';
import { repairs } from '../reconcile/repairs.ts';
import { refreshRows } from '../reconcile/refresh-rows.ts';
import { refuseLost } from '../reconcile/refuse-lost.ts';
import { type TagStanding, tagStandings } from '../reconcile/tag-standings.ts';
import { plannedEvent } from './planned-event.ts';
import type { ReleaseTools } from './release-tools.ts';
import { publishedResults, unplannedResults } from './results.ts';
import { selectFeatures } from './select-features.ts';
import { untimed } from '../events/stopwatch.ts';
import { toTell } from './to-tell.ts';
import { startTimer } from '../events/timer.ts';

export interface ReleaseOptions extends ReleaseTools {
  /** Names of features, or globs; releases that broke off are finished for all of them nevertheless. */
  readonly only?: readonly string[];
  /** Of `only`, when both are given. */
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
 * What one feature does wrong is in the result; what is thrown concerns the whole run. Something may be tagged and published by then: `watch` was told,
 * and the next run finishes it.
 * @throws {PintagError} PT_FEATURE_UNKNOWN, PT_PLAN_STALE, PT_PUSH_DENIED, and what planning finds.
 * @example
 * const { ok, features } = await release({ repository, store, edge, builder, link: linkElement, announcer: silentAnnouncer, clock, log });
 * // ok: true, features: [{ feature: 'calendar', version: '1.0.1', status: 'released', url, integrity }, { feature: 'questionnaire', version: '1.1.0', status: 'unchanged', … }]
 */
export async function release(asked: ReleaseOptions): Promise<ReleaseResult> {
  const options = { ...asked, runtimes: createRuntimes(asked), ...(await selection(asked)) };
  const { repository, edge, stopwatch = untimed } = options;
  // Before anything is finished for somebody whose plan is for another commit.
  if (options.plan) refusePlanOfAnother(options.plan, repository);
  if (options.dryRun) return previewRelease(options);
  const progress = newProgress();
  let plan: Plan;
  let finished: readonly Published[];
  try {
    plan = await tagAndPublish(options, progress);
  } finally {
    // Whatever got published before something broke is finished all the same.
    finished = await stopwatch('finish', () => finishAll(options, [...progress.published.values()], progress.refreshed));
  }

  const published = publishedResults(finished, edge, progress.raced);
  const told = new Set([...published, ...progress.failures].map(({ feature }) => feature));
  const tags = (await repository.tags()).filter(({ commit, feature }) => commit === plan.commit && !told.has(feature));
  const standings = await readStandings(options, tags, progress);
  const results = [...published, ...progress.failures];
  const unplanned = unplannedResults(plan, tags, results, { ...options, standings });
  const features = [...results, ...unplanned].sort(byFeature);
  return {
    ok: features.every(({ status }) => status !== 'failed'),
    run: repository.run,
    plan,
    features,
    foreign: progress.foreign,
  };
}

async function selection({ repository, only, except }: ReleaseOptions): Promise<Pick<ReleaseOptions, 'only' | 'except'>> {
  return only || except ? selectFeatures(await repository.features(), { only, except }) : {};
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
  lost: Gaps['lost'];
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
  lost: [],
  mayPush: false,
});

async function tagAndPublish(options: ReleaseOptions, progress: Progress): Promise<Plan> {
  const { repository, log, watch, stopwatch = untimed } = options;
  for (let attempt = 1; ; attempt++) {
    await stopwatch('repair', () => finishEarlierReleases(options, progress));
    const plan = await stopwatch('plan', () => planNow(options));
    watch?.(plannedEvent(plan, attempt));
    for (const { feature, why } of plan.others) if (why === 'failed') watch?.({ event: 'feature', feature, state: 'failed' });
    const ready = await stopwatch('build', () => stageReleases(options, plan.releases, progress));
    const begun = await begin(options, ready, progress);
    const pushing = startTimer();
    const outcomes = begun.length > 0 ? await stopwatch('tag', () => push(repository, begun, attempt)) : [];
    const jobs = await tagged(options, plan, { outcomes, durationMs: pushing() }, progress);
    if (jobs.length > 0) await stopwatch('publish', () => publish(options, jobs, progress));

    const raced = outcomes.filter(({ status }) => status === 'raced').map(({ release }) => release);
    if (raced.length === 0) return plan;
    for (const { tag } of raced) progress.raced.add(tag);
    if (attempt === maxAttempts) {
      for (const { feature, to } of raced) {
        fail(
          options,
          progress,
          { step: 'tag', feature, version: to },
          new PintagError('PT_PUSH_RACED', { feature, attempts: maxAttempts }),
        );
      }
      return plan;
    }
    log({ level: 'warn', step: 'tag', message: `Another push was faster; planning again (attempt ${attempt + 1} of ${maxAttempts}).` });
    watch?.({ event: 'replanning', attempt: attempt + 1, of: maxAttempts, features: raced.map(({ feature }) => feature) });
    await repository.fetch();
  }
}

async function push(repository: Repository, releases: readonly PlannedRelease[], attempt: number): Promise<readonly PushOutcome[]> {
  const outcomes = await repository.push(releases);
  return attempt === maxAttempts ? pushHeldBack(repository, outcomes) : outcomes;
}

/** One feature's tag that is taken every time must not keep the others from theirs: in the end they go without it. */
async function pushHeldBack(repository: Repository, outcomes: readonly PushOutcome[]): Promise<readonly PushOutcome[]> {
  const heldBack = outcomes.filter((outcome) => outcome.status === 'raced' && outcome.heldBack);
  if (heldBack.length === 0) return outcomes;
  const again = await repository.push(heldBack.map(({ release }) => release));
  return [...outcomes.filter((outcome) => !heldBack.includes(outcome)), ...again];
}

async function finishEarlierReleases(options: ReleaseOptions, progress: Progress): Promise<void> {
  const { store, repository, log } = options;
  const gaps = await findGaps(store, await repository.tags(), { channels: repository.channels });
  const { stale, foreign, newest, lost, unread } = gaps;
  progress.foreign = foreign;
  progress.newest = newest;
  progress.lost = lost;
  for (const { feature, failure } of unread) fail(options, progress, { step: 'reconcile', feature }, failure);
  const open = repairs(gaps).filter(({ tag }) => !progress.published.has(tag.tag));
  for (const {
    tag: { feature, version },
  } of open) {
    log({
      level: 'info',
      step: 'reconcile',
      feature,
      version,
      message: `${feature} ${version} was tagged and not finished: finishing it.`,
    });
  }
  await publish(options, open, progress);
  const rows = await refreshRows(options, stale);
  progress.refreshed.push(...rows.refreshed);
  progress.failures.push(...rows.failures.filter((failure) => !isTold(progress, failure)));
}

async function stageReleases(
  options: ReleaseOptions,
  releases: readonly PlannedRelease[],
  progress: Progress,
): Promise<readonly PlannedRelease[]> {
  const refused = await refuseLost(options, releases, progress.lost);
  for (const [feature, failure] of refused) fail(options, progress, { step: 'plan', feature, version: failure.facts.version }, failure);
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

/** What may be pushed: of a promotion the store has to know first. */
async function begin(options: ReleaseOptions, ready: readonly PlannedRelease[], progress: Progress): Promise<readonly PlannedRelease[]> {
  const failures = await beginPromotions(options, ready);
  for (const [{ feature, to: version }, failure] of failures) fail(options, progress, { step: 'tag', feature, version }, failure);
  return ready.filter((release) => !failures.has(release));
}

/** What there is to publish of what was pushed. */
async function tagged(
  options: ReleaseOptions,
  plan: Plan,
  { outcomes, durationMs }: { readonly outcomes: readonly PushOutcome[]; readonly durationMs: number },
  progress: Progress,
): Promise<readonly PublishJob[]> {
  const { repository, log, watch } = options;
  const known = await repository.tags();
  const jobs: PublishJob[] = [];
  for (const outcome of outcomes) {
    const { feature, to: version, tag } = outcome.release;
    const about = { step: 'tag', feature, version } as const;
    if (outcome.status === 'refused') fail(options, progress, about, new PintagError('PT_PUSH_REFUSED', { feature, why: outcome.why }));
    else if (outcome.status === 'failed') fail(options, progress, about, outcome.error);
    else if (outcome.status === 'pushed') {
      watch?.({ event: 'feature', feature, version, state: 'tagged' });
      log({ level: 'info', ...about, message: `Tagged ${tag}.`, durationMs });
      const { commit, committedAt } = plan;
      const made = { feature, version, tag, commit, committedAt, run: repository.run, onReleaseBranch: true };
      jobs.push({
        tag: known.find((existing) => existing.tag === tag) ?? made,
        as: 'released',
        ...toTell(outcome.release, progress.published.get(tag)?.job),
      });
    }
  }
  return jobs;
}

async function publish(options: ReleaseOptions, jobs: readonly PublishJob[], progress: Progress): Promise<void> {
  for (const published of await publishAll(options, jobs)) progress.published.set(published.job.tag.tag, published);
}

/** What a feature failed by, once, however often the run plans. */
function fail(
  { log, watch }: ReleaseOptions,
  progress: Progress,
  about: { readonly step: string; readonly feature: string; readonly version?: string },
  failure: unknown,
): void {
  const { feature, version } = about;
  if (isTold(progress, about)) return;
  progress.failures.push(failedResult(feature, version, failure));
  watch?.({ event: 'feature', feature, ...(version !== undefined && { version }), state: 'failed' });
  log(failureEvent(about, failure));
}

const isTold = ({ failures }: Progress, { feature, version }: Pick<FeatureResult, 'feature' | 'version'>): boolean =>
  failures.some((told) => told.feature === feature && told.version === version);

/** A record that the store does not give leaves nothing known about its own feature alone. */
async function readStandings(
  options: ReleaseOptions,
  tags: readonly ReleaseTag[],
  progress: Progress,
): Promise<ReadonlyMap<string, TagStanding>> {
  const read = async (tag: ReleaseTag) => {
    try {
      return [...(await tagStandings(options.store, [tag], progress))];
    } catch (failure) {
      fail(options, progress, { step: 'reconcile', feature: tag.feature, version: tag.version }, failure);
      return [];
    }
  };
  return new Map((await Promise.all(tags.map(read))).flat());
}

const byFeature = (a: FeatureResult, b: FeatureResult): number => (a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : 0);

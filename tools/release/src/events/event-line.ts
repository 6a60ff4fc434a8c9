/** The lines of `--log=json` as a schema: what docs/release-events.schema.json is written from. docs/releasing.md says in which order they come. */
import * as v from 'valibot';

/** Anything of `schema` with a sentence for whoever reads the JSON Schema. */
const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const text = v.string();
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = described(whole, 'Milliseconds.');
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/));

const feature = described(text, "The feature's name, as in URLs and git tags: questionnaire.");
const version = described(text, 'SemVer, without v.');
const optionalVersion = v.optional(described(text, 'SemVer, without v; absent when there is none yet.'));
const mistake = {
  code: v.optional(described(text, 'PT_…, when it is a failure that somebody can mend; absent when Pintag does not know it.')),
  remedy: v.optional(described(text, 'What to do, with code.')),
  page: v.optional(described(text, 'Page about the code, relative to the repository root.')),
};

const envelope = {
  schema: described(
    v.literal(1),
    'A reader passes over lines with another number. Within one number, events and fields are only ever added.',
  ),
  run: described(text, 'Name of the run, the same on all of its lines; the git notes that it makes carry it.'),
  seq: described(whole, 'Number of the line, from 0, without gaps.'),
  time: described(v.pipe(v.string(), v.isoTimestamp()), 'ISO 8601 in UTC, with milliseconds; never before the line above.'),
};

const about = {
  step: described(
    text,
    'What was going on: plan, build, stage, tag, publish, verify, index, invalidate, announce, receipt, reconcile; more may come.',
  ),
  feature: v.optional(described(text, 'The feature that it is about; absent when it is about the run.')),
  version: v.optional(described(text, 'Its version; absent when only the feature is known.')),
  message: described(text, 'For people; may have several lines.'),
  durationMs: v.optional(milliseconds),
  bytes: v.optional(described(whole, 'Bytes.')),
  ...mistake,
};

const count = (what: string) =>
  v.optional(
    described(
      v.object({ done: described(whole, 'So many are.'), of: described(whole, 'So many will be.') }),
      `Of publishing: ${what} that are created.`,
    ),
  );

const event = <N extends string, E extends v.ObjectEntries>(name: N, sentence: string, entries: E) =>
  described(v.object({ ...envelope, event: described(v.literal(name), sentence), ...entries }), sentence);

export const featureStates = [
  'building',
  'staged',
  'tagged',
  'publishing',
  'recorded',
  'verifying',
  'listed',
  'finished',
  'failed',
] as const;

export const resultStatuses = ['released', 'repaired', 'already-there', 'superseded', 'unchanged', 'skipped', 'planned', 'failed'] as const;

export const eventLineSchema = v.pipe(
  v.union([
    event('run-started', 'Always the first line.', {
      command: described(text, 'The command without options: release.'),
      dryRun: described(v.boolean(), 'Nothing will be done.'),
      staged: v.optional(described(v.boolean(), 'Nothing will be built: --staged was given.')),
      only: v.optional(described(v.array(text), 'What was asked for with --only.')),
      except: v.optional(described(v.array(text), 'What was asked for with --except.')),
      plan: v.optional(described(text, 'The file given with --plan.')),
    }),
    event('checkout', 'The checkout is read and the remote fetched; absent when that failed.', {
      commit: described(hash, 'Full hash of the commit that is released.'),
      branch: described(text, 'Release branch.'),
      target: described(text, 'Bucket and origin that are released to, for people.'),
    }),
    event('phase-started', 'A phase begins. Phases may lie within another, and come again when the run plans again.', {
      phase: described(
        text,
        'checkout, fetch, repair, plan (within it standings, history, graph, decide), build, tag, publish, finish; more may come.',
      ),
    }),
    event('phase-ended', 'A phase is over, however it ended.', {
      phase: described(text, 'As it was started.'),
      durationMs: milliseconds,
      ok: described(v.boolean(), 'false: it threw, and the run ends. What fails for one feature throws nothing.'),
    }),
    event('planned', 'What this run will release.', {
      attempt: described(whole, '1, and one more each time the run plans again.'),
      releases: described(
        v.array(
          v.object({
            feature,
            from: v.optional(described(text, 'The version before; absent for a first release.')),
            to: version,
            bump: described(v.picklist(['major', 'minor', 'patch']), 'The strongest of what its commits ask for.'),
            channel: described(v.nullable(text), "semantic-release's channel; null is the default one."),
            tag: described(text, 'The git tag that will be pushed.'),
          }),
        ),
        'Sorted by feature.',
      ),
      others: described(
        v.array(v.object({ feature, version: optionalVersion, why: described(text, 'As in docs/plan.schema.json.') })),
        'The features that stay as they are, sorted.',
      ),
    }),
    event('replanning', 'Another push was faster, so the run plans again.', {
      attempt: described(whole, 'The one that begins.'),
      of: described(whole, 'Attempts that there are at most.'),
      features: described(v.array(text), 'What was to be tagged.'),
    }),
    event('feature', 'A feature has come further.', {
      feature,
      version: optionalVersion,
      state: described(
        v.picklist(featureStates),
        'building; staged: its bundle is kept, nothing is public; tagged: it will be published, by this run or a later one; publishing: told once a file; recorded: the version exists; verifying: the edge is asked for every file; listed: it is in the version list and the index; finished: announced, with a receipt; failed.',
      ),
      step: described(
        text,
        'The step that it is in, as in messages: build, stage, tag, publish, verify, index, receipt; of failed, the one that it failed in.',
      ),
      durationMs: v.optional(
        described(whole, 'Milliseconds that the state before lasted; absent on the first line of a version, and while its state stays.'),
      ),
      files: count('files'),
      bytes: count('bytes'),
    }),
    event('message', 'Something that people may want to know.', about),
    event('warning', 'Something odd that keeps nothing from its release.', about),
    event('error', 'Something that failed: of a feature, or, without one, of the run.', about),
    event('result', 'What became of a feature, or of a version of it; all of them come after the last phase, sorted by feature.', {
      feature,
      status: described(
        v.picklist(resultStatuses),
        'released: by this run. repaired: tagged by an earlier run, finished by this one. already-there: this commit has its release. superseded: a later commit is released. unchanged: nothing to release. skipped: left out by request. planned: a dry run would. failed.',
      ),
      version: optionalVersion,
      url: v.optional(described(text, 'Of the loader; present when the version can be loaded.')),
      integrity: v.optional(described(text, 'Of the loader, sha384-…; present with url.')),
      tag: v.optional(described(text, 'Of a tag on the released commit that this run did not make.')),
      standing: v.optional(described(text, 'What the CDN has of that tag: released, adopted, abandoned, unpublished, foreign.')),
      reason: v.optional(described(text, 'Why it failed, or nothing was done.')),
      ...mistake,
    }),
    event('run-ended', 'Always the last line; where it is missing, the process was killed.', {
      ok: described(v.boolean(), 'Nothing that was begun is left to do.'),
      exitCode: described(whole, '0: done. 1: something failed or is not finished. 70: a bug. 129, 130, 143: interrupted.'),
      durationMs: milliseconds,
      results: described(v.record(v.string(), whole), 'How many results there are of each status.'),
    }),
  ]),
  v.title('Release event'),
  v.description('A line that `pintag release --log=json` prints on stderr.'),
);

export type EventLine = v.InferOutput<typeof eventLineSchema>;
type Unnumbered<L> = L extends EventLine ? Omit<L, 'schema' | 'run' | 'seq' | 'time'> : never;
/** A line before it gets its number and time. */
export type EventBody = Unnumbered<EventLine>;

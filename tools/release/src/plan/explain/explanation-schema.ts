/** Why a feature is released, or is not, commit by commit, as a schema: the types and docs/explanation.schema.json follow from it. */
import * as v from 'valibot';
import { described, plannedReleaseSchema, reasonSchema, unplannedFeatureSchema } from '../plan-schema.ts';

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = reasonSchema.entries.commit;
const { feature, element, from, to, bump, channel, tag } = plannedReleaseSchema.entries;
const { subject, file, through, kind } = reasonSchema.entries;

const counting = v.object({
  counts: described(v.literal(true), 'It counts.'),
  commit: hash,
  subject,
  kind,
  file,
  through,
  bump: described(v.picklist(['major', 'minor', 'patch']), 'What it asks for by itself.'),
});

const notCounting = v.object({
  counts: described(v.literal(false), 'It does not count.'),
  commit: hash,
  subject,
  why: described(
    v.picklist([
      'no-release',
      'skipped',
      'not-conventional',
      'merge',
      'ignored-files',
      'reverted',
      'revert',
      'other-packages',
      'other-entry',
      'not-bundled',
      'elsewhere',
      'before-feature',
    ]),
    'no-release: its type releases nothing. skipped: its message says [skip release]. not-conventional: it is no Conventional Commit. merge: it only repeats what its commits say. ignored-files: all it changes of the feature matches `ignoredFiles`. reverted: a later commit takes it back. revert: it takes an earlier one back, so that both cancel out. other-packages: the lock file changed, in no package that the feature needs. other-entry: its files go into other features of the same library. not-bundled: no feature of the library is made of its files. elsewhere: its scope names the feature, its files are not of it. before-feature: the feature did not exist yet.',
  ),
  file: v.optional(described(text, 'The file that is spoken of, relative to the repository root.')),
  through,
  glob: v.optional(described(text, 'Of ignored-files: the glob that the file matches.')),
  by: v.optional(described(hash, 'Of reverted and revert: full hash of the other commit.')),
  features: v.optional(described(v.array(text), 'Of other-entry and elsewhere: the features that the files are of.')),
});

export const explanationSchema = v.pipe(
  v.object({
    schema: described(
      v.literal(1),
      'A reader refuses an explanation with another number than it knows. Within one number, fields are only ever added.',
    ),
    feature,
    element,
    commit: described(hash, "The commit that is asked about: full hash of the checkout's HEAD."),
    branch: described(text, 'The release branch.'),
    last: v.optional(
      described(
        v.object({ version: described(text, 'SemVer, without v.'), tag: described(text, 'Its git tag.'), commit: hash }),
        'The version that the next one follows; absent while there is none.',
      ),
    ),
    conclusion: described(
      v.variant('kind', [
        v.object({ kind: described(v.literal('release'), 'It would be released.'), from, to, bump, channel, tag }),
        v.object({
          kind: described(v.literal('promotion'), 'A version that another branch released comes to this channel.'),
          to,
          channel,
          tag,
        }),
        v.object({
          kind: described(v.literal('none'), 'It stays as it is.'),
          why: unplannedFeatureSchema.entries.why,
          by: unplannedFeatureSchema.entries.by,
          message: unplannedFeatureSchema.entries.message,
        }),
      ]),
      'The same as in the plan.',
    ),
    commits: described(
      v.array(v.variant('counts', [counting, notCounting])),
      'The commits since the last version that touch the feature or could reach it, newest first.',
    ),
    unrelated: described(count, 'How many other commits there are since the last version: they have nothing to do with the feature.'),
    released: described(
      v.object({
        commits: described(v.array(v.object({ commit: hash, subject })), 'The newest of them, at most 20, newest first.'),
        more: described(count, 'How many older ones there are.'),
      }),
      'Commits that touch the feature or reach it, and are in its last version already; as far back as the version before it.',
    ),
  }),
  v.title('Explanation'),
  v.description('Why a feature is released, or is not: printed by `pintag explain <feature> --json`.'),
);

export type Explanation = v.InferOutput<typeof explanationSchema>;
export type ExplainedCommit = Explanation['commits'][number];

/** The plan as a schema: what a file that somebody kept is checked by, and what docs/plan.schema.json is written from. */
import * as v from 'valibot';
import { plainMessage } from '../git/plain-message.ts';
import { subjectOf } from './commit-bump.ts';

/** Anything of `schema` with a sentence for whoever reads the JSON Schema. */
export const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const text = v.string();
const bump = v.picklist(['major', 'minor', 'patch']);
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'is no full commit hash'));
const time = v.pipe(v.string(), v.isoTimestamp('is no ISO 8601 time'));
const feature = described(text, "The feature's name, as in URLs and git tags: questionnaire.");

/** Shown as a line, whoever wrote it. */
const subject = v.pipe(
  v.string(),
  v.description('First line of the commit message, without control characters. Somebody else wrote it: escape it where you show it.'),
  v.transform((message) => subjectOf(plainMessage(message))),
);

export const reasonSchema = v.object({
  kind: described(
    v.picklist(['own', 'dependency', 'lock-file', 'shared-file', 'promotion']),
    "Why the commit counts: it touches the feature's folder, a library that the feature depends on, the lock file in a package that the feature needs, a file that all features share; or, for a promotion, no commit but a version that another branch released.",
  ),
  commit: described(hash, 'Full hash.'),
  subject,
  file: v.optional(described(text, 'The file that decided, relative to the repository root; absent for a promotion.')),
  through: v.optional(
    described(v.array(text), 'From the feature to what changed, project by project; for a lock-file change it ends with the package.'),
  ),
  bump: v.optional(described(bump, 'What this commit alone asks for; absent when its type releases nothing.')),
});

export const plannedReleaseSchema = v.object({
  feature,
  element: described(text, 'Custom element tag: pt-questionnaire.'),
  from: v.optional(described(text, 'The version that the new one follows; absent for a first release.')),
  fromCommit: v.optional(
    described(
      hash,
      'Full hash of the commit that the tag of `from` named when the plan was made. A release refuses the plan once it names another.',
    ),
  ),
  to: described(text, 'The version that is released: SemVer, without v.'),
  bump: described(bump, 'The strongest of what the reasons ask for.'),
  channel: described(v.nullable(text), "semantic-release's channel; null is the default one."),
  tag: described(text, 'The git tag that the release pushes: questionnaire-v1.1.0.'),
  reasons: described(v.array(reasonSchema), 'Newest first, one for a commit.'),
  notes: v.optional(
    described(
      text,
      'Release notes, Markdown; absent unless they were asked for (--notes). Built from commit messages, so somebody else wrote parts of it.',
    ),
  ),
  urls: described(
    v.object({
      entry: described(text, 'What a script tag loads: /elements/v1.1.0/questionnaire/main.js.'),
      record: described(text, 'The release record: /elements/_records/questionnaire/1.1.0.json.'),
    }),
    "Paths below the CDN's origin.",
  ),
  promotes: v.optional(
    described(
      hash,
      'Only when the version exists already and comes to another channel by a merge: full hash of the commit that its tag names. Nothing is built.',
    ),
  ),
});

export const unplannedFeatureSchema = v.object({
  feature,
  version: v.optional(described(text, 'Its latest version; absent when it has none.')),
  why: described(
    v.picklist(['unchanged', 'not-releasing', 'superseded', 'other-branch', 'failed']),
    'unchanged: no commit counts since its last tag. not-releasing: commits count, but their types release nothing, or they were reverted. superseded: a descendant of this commit is tagged already. other-branch: the branch is for releases of another feature. failed: no valid next version could be found.',
  ),
  by: v.optional(described(text, 'Of superseded: the tag that supersedes it.')),
  message: v.optional(described(text, 'Of failed: what semantic-release said.')),
});

export const ignoredCommitSchema = v.object({ commit: described(hash, 'Full hash.'), subject });

export const planSchema = v.pipe(
  v.object({
    schema: described(
      v.literal(1),
      'A reader refuses a plan with another number than it knows. Within one number, fields are only ever added.',
    ),
    commit: described(hash, "The commit that would be released: full hash of the checkout's HEAD."),
    committedAt: described(time, 'Its committer date, ISO 8601 in UTC.'),
    branch: described(text, 'The release branch.'),
    releases: described(v.array(plannedReleaseSchema), 'What would be released; sorted by feature.'),
    others: described(v.array(unplannedFeatureSchema), 'The features that would stay as they are, and why; sorted by feature.'),
    ignored: described(
      v.array(ignoredCommitSchema),
      'Commits that are not Conventional Commits, newest first, merges left out: they count for nothing.',
    ),
  }),
  v.title('Plan'),
  v.description('What a release of one commit would do: printed by `pintag plan --json`, released by `pintag release --plan`.'),
);

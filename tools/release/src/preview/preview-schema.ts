/** What is told of a pull request before it is merged, as a schema: the types and docs/pull-request-preview.schema.json follow from it. */
import * as v from 'valibot';
import { described, plannedReleaseSchema, reasonSchema, unplannedFeatureSchema, ignoredCommitSchema } from '../plan/plan-schema.ts';

const text = v.string();
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = reasonSchema.entries.commit;

const sizeSchema = v.object({
  raw: described(bytes, 'Bytes, uncompressed.'),
  brotli: described(bytes, 'Bytes as the CDN sends them to a browser that takes brotli.'),
});

const sizesSchema = v.object({
  initial: described(
    sizeSchema,
    'What a browser loads before the element works: the loader, the entry and all that it imports statically.',
  ),
  total: described(sizeSchema, 'All scripts, those that are loaded later included; maps and licences left out.'),
  runtime: v.optional(
    described(
      text,
      'Name of the shared runtime that comes on top, for a page that has no other feature on it. Absent: it brings its own Angular.',
    ),
  ),
});

const { notes: _notes, urls: _urls, reasons: _reasons, ...release } = plannedReleaseSchema.entries;

const previewedReleaseSchema = v.object({
  ...release,
  reasons: described(
    v.array(v.object({ ...reasonSchema.entries, pullRequest: described(v.boolean(), 'The commit is one of the pull request.') })),
    'Newest first, one for a commit; those of others were merged before and are not released yet.',
  ),
  pullRequest: described(v.boolean(), 'Whether the pull request has a part in it; false: it would be released without it just as well.'),
  build: described(
    v.picklist(['built', 'failed', 'skipped', 'not-needed']),
    'built: sizes and integrity are of the checkout. failed: see `problem`; the release would fail, too. skipped: by --no-build. not-needed: the version exists already.',
  ),
  problem: v.optional(
    described(
      v.object({
        code: v.optional(described(text, 'PT_…')),
        message: described(text, 'What is wrong. May hold the output of a build: escape it where you show it.'),
      }),
      'Only of a build that failed.',
    ),
  ),
  size: v.optional(described(sizesSchema, 'Of the new version; only when it was built.')),
  last: v.optional(
    described(
      v.object({
        version: described(text, 'The version to compare with.'),
        size: v.optional(described(sizesSchema, 'As it is on the CDN.')),
        unknown: v.optional(described(text, 'Why its size is not known.')),
      }),
      'Absent for a first release.',
    ),
  ),
  script: described(
    v.object({
      tag: described(text, 'The script tag that `pintag tag` would print after the release.'),
      url: described(text, 'What it loads.'),
      integrity: described(
        v.array(text),
        'sha384 of the new entry, then of the releases before it that the tag covers; empty while that of the new entry is not known. It holds as long as nothing else is merged before.',
      ),
      unknown: v.optional(described(text, 'Why the integrity is not known, or not complete.')),
    }),
    'A prediction: take the tag of the released version for a page.',
  ),
});

export const previewSchema = v.pipe(
  v.object({
    schema: described(
      v.literal(1),
      'A reader refuses a preview with another number than it knows. Within one number, fields are only ever added.',
    ),
    head: described(hash, 'Full hash of what is checked out.'),
    base: described(
      v.object({
        branch: described(text, 'The release branch that the pull request is for.'),
        commit: described(hash, 'Its head at the remote.'),
        ahead: described(bytes, 'Commits that it has and the checkout has not: versions take them into account, sizes cannot.'),
      }),
      'Into what it would be merged.',
    ),
    merge: described(
      v.variant('kind', [
        v.object({ kind: described(v.literal('merge'), 'All commits are merged as they are.') }),
        v.object({ kind: described(v.literal('squash'), 'One commit is made of all of them.'), title: described(text, 'Its first line.') }),
      ]),
      'How it would be merged.',
    ),
    commits: described(bytes, 'How many commits the merge brings, merges included.'),
    releases: described(v.array(previewedReleaseSchema), 'What would be released after merging; sorted by feature.'),
    others: described(v.array(unplannedFeatureSchema), 'The features that would stay as they are, and why; sorted by feature.'),
    ignored: described(
      v.array(ignoredCommitSchema),
      'Commits of the pull request that are not Conventional Commits, newest first, merges left out: they count for nothing.',
    ),
  }),
  v.title('Pull request preview'),
  v.description('What merging a pull request would release: printed by `pintag plan --for-pr --json`.'),
);

export type PullRequestPreview = v.InferOutput<typeof previewSchema>;
export type PreviewedRelease = PullRequestPreview['releases'][number];
/** Of one version. */
export type Sizes = v.InferOutput<typeof sizesSchema>;

/** What `pintag reconcile --json` and `pintag reconcile --check --json` print, as a schema: docs/reconcile.schema.json is written from it. */
import * as v from 'valibot';
import { type DiscrepancyKind, kinds } from './discrepancy.ts';

/** Anything of `schema` with a sentence for whoever reads the JSON Schema. */
const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const text = v.string();
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/));
const feature = described(text, "The feature's name, as in URLs and git tags: questionnaire.");

const discrepancy = {
  kind: described(
    v.picklist(Object.keys(kinds) as DiscrepancyKind[]),
    'What does not agree; docs/repair.md has a section for each. A reader has to expect kinds that it does not know.',
  ),
  healing: described(
    v.picklist(['unasked', 'asked', 'by-hand']),
    'unasked: `pintag reconcile` heals it. asked: it does with the option that the remedy names. by-hand: a person has to, as the remedy says.',
  ),
  feature: v.optional(feature),
  version: v.optional(described(text, 'SemVer, without v.')),
  runtime: v.optional(described(text, 'Name of the shared runtime that it is about; then no feature is named.')),
  tag: v.optional(described(text, 'The git tag that it is about, whether it is there or not; absent when only the store is concerned.')),
  key: v.optional(described(text, 'Where in the bucket; absent when git alone is concerned.')),
  channel: v.optional(described(text, 'The channel that it is about; then version is the one that it points to.')),
  commit: v.optional(
    described(text, 'Full hash of the commit that the tag names, or should name; absent when it is not known or does not matter.'),
  ),
  message: described(text, 'What was found, one sentence.'),
  remedy: described(text, 'What to do. Commands stand between backticks.'),
};

const schema = described(
  v.literal(1),
  'A reader refuses another number than it knows. Within one number, fields and kinds are only ever added.',
);

const checked = v.object({
  schema,
  ok: described(
    v.boolean(),
    'As the exit code: false while anything does not agree but tags that wait to be adopted (foreign-tag) and channels that this run may not look at (channels-not-compared).',
  ),
  discrepancies: described(
    v.array(v.object(discrepancy)),
    'All of them, sorted by feature; then those of channels, and those of runtimes last.',
  ),
});

const result = v.object({
  feature,
  status: described(v.picklist(['repaired', 'failed']), 'repaired: the version is published and finished now.'),
  version: v.optional(described(text, 'Absent when only the feature is known.')),
  url: v.optional(described(text, 'Of the loader; of repaired.')),
  integrity: v.optional(described(text, 'Of the loader; of repaired.')),
  reason: v.optional(described(text, 'Of failed, one sentence.')),
  code: v.optional(described(text, 'Of failed: PT_…, when somebody can mend it.')),
  remedy: v.optional(described(text, 'With code: what to do.')),
  page: v.optional(described(text, 'With code: page about it, relative to the repository root.')),
  stack: v.optional(described(text, 'Of a failure that is nobody’s mistake.')),
});

const foreignTag = v.object({
  feature,
  version: described(text, 'SemVer, without v.'),
  tag: described(text, 'questionnaire-v1.1.0'),
  commit: described(hash, 'Full hash of the tagged commit.'),
  committedAt: described(v.pipe(v.string(), v.isoTimestamp()), 'Its committer date, ISO 8601 in UTC.'),
  run: v.optional(described(text, 'The run that made the tag; absent when no run did.')),
  onReleaseBranch: described(v.boolean(), 'A release branch contains the commit.'),
});

const reconciled = v.object({
  schema,
  ok: described(
    v.boolean(),
    'As the exit code: false while anything failed, or anything is left but tags that wait to be adopted and channels that this run may not look at.',
  ),
  run: described(text, 'Name of the run; receipts and notes that it makes carry it.'),
  features: described(v.array(result), 'Versions that this run published, or could not.'),
  refreshed: described(v.array(text), 'Features whose version list or row of the index was derived again, sorted.'),
  foreign: described(v.array(foreignTag), 'Release tags that wait to be adopted.'),
  healed: described(v.array(v.object(discrepancy)), 'What did not agree before this run, and does now.'),
  left: described(
    v.array(v.object({ ...discrepancy, why: described(text, 'Why this run did not heal it, one sentence.') })),
    'What still does not agree.',
  ),
});

export const reconcileSchema = v.pipe(
  v.union([
    v.pipe(checked, v.title('Check'), v.description('Printed by `pintag reconcile --check --json`.')),
    v.pipe(reconciled, v.title('Reconciliation'), v.description('Printed by `pintag reconcile --json`.')),
  ]),
  v.title('Reconcile'),
  v.description('What does not agree between git and the CDN, and what became of it.'),
);

/** What can be wrong between git tags, records, objects and index, and what to do about each. */

const remedies = {
  'tag-without-record': 'Run `pintag release` or `pintag reconcile`: either publishes it.',
  'receipt-without-record': 'Run `pintag reconcile`: it publishes the version again from its claim. A release alone may not notice.',
  'tag-without-receipt': 'Run `pintag release` or `pintag reconcile`: either finishes it.',
  'foreign-tag': 'If it is to be on the CDN, run `pintag reconcile --adopt <tag>`; if it is a mistake, delete the tag.',
  'record-without-tag': 'Push the tag again on the commit that the record names; the version stays on the CDN whatever you do.',
  'record-of-other-commit': 'Put the tag back on the commit that the record names, and release the other commit under the next number.',
  'record-unreadable':
    'Find out who wrote it. Records are written once; restore the first version of the object if the bucket keeps versions.',
  'object-missing': 'Restore it from the linked bundle under _claims/ that the record names, or from the bucket’s versions.',
  'object-differs':
    'Find out who wrote it: hosts with integrity refuse it. Restore the first version of the object, and check the bucket policy.',
  'version-list-wrong':
    'Run `pintag reconcile`; it derives the list from the records. A list that cannot be read takes `pintag reconcile --rebuild`.',
  'index-row-missing': 'Run `pintag reconcile`; it derives the row from records and receipts.',
  'index-row-wrong':
    'Run `pintag reconcile`; it derives the row from records and receipts. The row of a feature without records goes with `pintag reconcile --rebuild`.',
  'index-unreadable':
    'Run `pintag reconcile --rebuild`; it derives the index from records and receipts. If a newer Pintag wrote it, update this checkout instead.',
} as const;

export type DiscrepancyKind = keyof typeof remedies;

export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  /** Absent when all are concerned. */
  readonly feature?: string;
  readonly version?: string;
  /** Where in the store; absent when git alone is concerned. */
  readonly key?: string;
  /** One sentence. */
  readonly message: string;
  readonly remedy: string;
}

export const discrepancy = (kind: DiscrepancyKind, about: Omit<Discrepancy, 'kind' | 'remedy'>): Discrepancy => ({
  kind,
  ...about,
  remedy: remedies[kind],
});

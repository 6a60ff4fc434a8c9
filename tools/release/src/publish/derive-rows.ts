/** Says in the index what is settled of several features. */
import { type ArtefactStore, updateIndexRow, updateIndexRows } from '@pintag/cdn';

/** One write for all of them; when a feature stands in its way, one each, so that the others have theirs. @returns by feature, why it has none */
export async function deriveRows(store: ArtefactStore, features: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  try {
    await updateIndexRows(store, features);
  } catch {
    for (const feature of features) await updateIndexRow(store, feature).catch((failure: unknown) => failures.set(feature, failure));
  }
  return failures;
}

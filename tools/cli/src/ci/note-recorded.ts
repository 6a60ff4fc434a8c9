/** Notes which versions a run found or made to exist, whatever became of them afterwards: what there is to attest and to tell. */
import { unwatched, type Watch } from '@pintag/release';

export interface RecordedVersion {
  readonly feature: string;
  readonly version: string;
}

export interface RecordedVersions {
  /** For the run; it passes on what it is told. */
  readonly watch: Watch;
  /** So far, each once. Versions of earlier runs only if this one took them up to finish them. */
  readonly recorded: () => readonly RecordedVersion[];
}

export function noteRecorded(watch: Watch = unwatched): RecordedVersions {
  const recorded = new Map<string, RecordedVersion>();
  return {
    watch: (event) => {
      if (event.event === 'feature' && event.state === 'recorded' && event.version !== undefined) {
        const { feature, version } = event;
        recorded.set(`${feature}@${version}`, { feature, version });
      }
      watch(event);
    },
    recorded: () => [...recorded.values()],
  };
}

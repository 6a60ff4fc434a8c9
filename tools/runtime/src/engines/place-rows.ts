/** Pages that live elsewhere, and tags that name a channel, with every file that can have a changed byte. */
import { changedFiles, type ChangedFile } from './changes.ts';
import type { Kind } from './host-page.ts';
import type { Place } from './stage.ts';

export interface PlaceRow {
  readonly where: string;
  readonly place: Place;
  /** The tags name a channel, which sends on to the version, instead of the version; they carry no integrity. */
  readonly channel: boolean;
  /** `undefined`: nothing is changed. */
  readonly changed?: ChangedFile;
  readonly kind: Kind;
}

const places = [
  { place: 'server', channel: true, where: 'a tag that names a channel' },
  { place: 'file', channel: false, where: 'a page from a file' },
  { place: 'sandbox', channel: false, where: 'a sandboxed frame' },
] as const;

export const placeRows: readonly PlaceRow[] = places.flatMap((place) =>
  // Without integrity in the tag, nothing stands between the page and main.js.
  [undefined, ...changedFiles.filter((file) => !(place.channel && file === 'main.js'))].flatMap((changed) =>
    (['classic', 'module'] as const).map((kind) => ({ ...place, ...(changed && { changed }), kind })),
  ),
);

/** As the name of a test. */
export const inWords = ({ where, kind, changed }: PlaceRow): string =>
  `${where}, ${kind} tags, ${changed ? `a changed byte in ${changed}` : 'right bytes'}`;

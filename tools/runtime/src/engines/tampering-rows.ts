/** Every file that can have a changed byte, however it is sent, in every kind of tag, on pages with and without an import map of their own. */
import { changedFiles, type ChangedFile } from './changes.ts';
import type { EngineName } from './engine.ts';
import type { Kind, OwnMap } from './host-page.ts';
import { sendings, type Sent } from './tampering-edge.ts';

export interface TamperingRow {
  /** `undefined`: nothing is changed. */
  readonly changed?: ChangedFile;
  readonly sent: Sent;
  readonly kind: Kind;
  readonly ownMap?: OwnMap;
}

export const tamperingRows: readonly TamperingRow[] = [undefined, ...changedFiles].flatMap((changed) =>
  (Object.keys(sendings) as Sent[]).flatMap((sent) =>
    (['classic', 'module'] as const).flatMap((kind) =>
      ([undefined, 'before', 'after'] as const).map((ownMap) => ({ ...(changed && { changed }), sent, kind, ...(ownMap && { ownMap }) })),
    ),
  ),
);

/** As the name of a test. */
export const inWords = ({ changed, sent, kind, ownMap }: TamperingRow): string =>
  `${changed ? `a changed byte in ${changed}` : 'right bytes'}, sent ${sent}, ${kind} tags, ${ownMap ? `${ownMap} them the page's own import map` : 'no other import map'}`;

/**
 * Firefox takes no import map once a module has begun to load, and the page's own module tag is one: known, whosever module it is. As a
 * classic script our tag leaves the map in force.
 */
export const dropsOwnMap = (engine: EngineName, { kind, ownMap }: Pick<TamperingRow, 'kind' | 'ownMap'>): boolean =>
  engine === 'firefox' && kind === 'module' && ownMap === 'after';

/** Every policy with every file that can have a changed byte. Of main.js the tag's own integrity takes care, under any policy. */
import { changedFiles, type ChangedFile } from './changes.ts';
import type { Kind } from './host-page.ts';
import { policies, type Policy } from './policies.ts';

export interface PolicyRow {
  readonly policy: Policy;
  /** `undefined`: nothing is changed. */
  readonly changed?: ChangedFile;
  readonly kind: Kind;
}

export const policyRows: readonly PolicyRow[] = policies.flatMap((policy) =>
  [undefined, ...changedFiles.filter((file) => file !== 'main.js')].flatMap((changed) =>
    (['classic', 'module'] as const).map((kind) => ({ policy, ...(changed && { changed }), kind })),
  ),
);

/** As the name of a test. */
export const inWords = ({ policy, changed, kind }: PolicyRow): string =>
  `${policy.name}, ${kind} tags, ${changed ? `a changed byte in ${changed}` : 'right bytes'}`;

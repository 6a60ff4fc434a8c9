/**
 * Why the loader gives the browser each hash twice: with one of the two taken away, some engine runs what was changed. Where it still
 * stops everything is asserted as well, so that we notice when one of the two is enough.
 */
import type { ChangedFile } from './changes.ts';
import type { EngineName } from './engine.ts';
import { type LinkedFeatures, sendings, type Sent } from './tampering-edge.ts';

export interface Defence {
  /** What is left. */
  readonly alone: string;
  /** In the loader's text: what the other one cannot do without. */
  readonly off: RegExp;
  /** How a changed file has to be sent to run all the same, if not at every visit, on a page that has an import map of its own. */
  readonly passes: Readonly<Record<EngineName, readonly Sent[]>>;
}

const always = Object.keys(sendings) as Sent[];

export const defences: readonly Defence[] = [
  {
    alone: 'the import maps alone',
    off: /(?<=rel:["'`])modulepreload/g,
    passes: { chromium: [], firefox: always, webkit: [] },
  },
  {
    alone: 'the preloads alone',
    off: /(?<=type:["'`])importmap/g,
    passes: { chromium: ['without cache headers', 'no-store'], firefox: [], webkit: always },
  },
];

export interface DefenceRow {
  readonly defence: Defence;
  readonly sent: Sent;
  readonly changed: ChangedFile;
}

export const defenceRows: readonly DefenceRow[] = defences.flatMap((defence) =>
  always.flatMap((sent) => (['static chunk', 'runtime, first layer'] as const).map((changed) => ({ defence, sent, changed }))),
);

/** As the name of a test. */
export const inWords = ({ defence, sent, changed }: DefenceRow): string => `${defence.alone}, a changed byte in ${changed}, sent ${sent}`;

/** The same features with one of the two taken out of their loaders. */
export function weakened(features: LinkedFeatures, { off }: Defence): LinkedFeatures {
  const weaken = (text: string): string => {
    if (text.search(off) < 0) throw new Error(`No loader's text has ${String(off)} any more.`);
    return text.replace(off, 'none');
  };
  return Object.fromEntries(
    Object.entries(features).map(([feature, files]) => [
      feature,
      files.map(({ path, body }) => ({ path, body: path === 'main.js' ? Buffer.from(weaken(Buffer.from(body).toString())) : body })),
    ]),
  ) as unknown as LinkedFeatures;
}

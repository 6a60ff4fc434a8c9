/** Loads pages again and again, every variant in turn, and counts what the CDN was asked for. */
import type { Keep } from './build/keep.ts';
import { addSizes, compress, noBytes, type Sizes } from './build/sizes.ts';
import { deliver, type DeliveryOptions } from './build/deliveries.ts';
import type { BenchBrowser, Line } from './browser/open-browser.ts';
import { type Page, type PageFeature, pageLabel } from './page-features.ts';
import { hostPage } from './site/host-page.ts';
import type { Cdn, Host } from './site/serve-site.ts';
import { type Variant, variantLabel, variants } from './variants.ts';

export interface MeasuredPage {
  readonly page: Page;
  readonly variant: Variant;
  readonly cpuSlowdown: number;
  /** Of what the CDN was asked for; the HTML and the API's answers are not in it. */
  readonly bytes: Sizes;
  readonly requests: number;
  /** Milliseconds, one for each load. */
  readonly firstVisible: readonly number[];
  readonly lastVisible: readonly number[];
  readonly longTasks: readonly number[];
}

export interface Stage extends DeliveryOptions {
  readonly cdn: Cdn;
  readonly host: Host;
  readonly browser: BenchBrowser;
  readonly line: Omit<Line, 'cpuSlowdown'>;
  readonly keep: Keep;
  readonly say: (line: string) => void;
}

export interface MeasureOptions {
  readonly runs: number;
  readonly cpuSlowdowns: readonly number[];
}

export async function measurePage(page: Page, { runs, cpuSlowdowns }: MeasureOptions, stage: Stage): Promise<MeasuredPage[]> {
  const { cdn, browser, line, say } = stage;
  say(`Page of ${pageLabel(page)}.`);
  const setUp: { variant: Variant; url: string; sizes: ReadonlyMap<string, Sizes> }[] = [];
  for (const variant of variants) setUp.push({ variant, ...(await publishPage(page, variant, stage)) });

  const results = new Map<string, MeasuredPage>();
  for (let round = 0; round < runs; round++) {
    for (const cpuSlowdown of cpuSlowdowns) {
      for (const { variant, url, sizes } of rotated(setUp, round)) {
        cdn.requests.length = 0;
        await using visitor = await browser.newVisitor({ ...line, cpuSlowdown });
        const visit = await visitor.visit(url, watchedOf(page.features));
        const bytes = cdn.requests.map((path) => sizes.get(path) ?? unknown(path, url)).reduce(addSizes, noBytes);
        const label = `${variantLabel(variant)}, CPU ${cpuSlowdown}×`;
        const before = results.get(label);
        // What is loaded does not depend on when; if it does, no figure is worth anything.
        if (before && (before.bytes.raw !== bytes.raw || before.requests !== cdn.requests.length))
          throw new Error(`${url} asked for ${before.requests} files, then for ${cdn.requests.length}: ${cdn.requests.join(', ')}`);
        results.set(label, {
          page,
          variant,
          cpuSlowdown,
          bytes,
          requests: cdn.requests.length,
          firstVisible: [...(before?.firstVisible ?? []), visit.firstVisible],
          lastVisible: [...(before?.lastVisible ?? []), visit.lastVisible],
          longTasks: [...(before?.longTasks ?? []), visit.longTasks],
        });
        say(
          `  ${round + 1}/${runs} ${label}: ${visit.firstVisible.toFixed(0)} ms, all ${visit.lastVisible.toFixed(0)} ms, ${bytes.brotli} B`,
        );
      }
    }
  }
  return [...results.values()];
}

const unknown = (path: string, url: string): never => {
  throw new Error(`${url} asked for ${path}, which is not there.`);
};

export const watchedOf = (features: readonly PageFeature[]): Readonly<Record<string, string>> =>
  Object.fromEntries(features.map(({ element, shows }) => [element, shows]));

/**
 * Puts a page and all that it loads where they can be loaded from.
 * @param versions By feature, where it is not the first one. @param path Of the page's address, so that one delivery can have several pages.
 */
export async function publishPage(
  page: Page,
  variant: Variant,
  { cdn, host, keep, builds, seeded }: Stage,
  { versions = {}, path = '' }: { readonly versions?: Readonly<Record<string, string>>; readonly path?: string } = {},
): Promise<{ readonly url: string; readonly sizes: ReadonlyMap<string, Sizes> }> {
  const { files, head } = await deliver(page, variant, { builds, seeded }, versions);
  const sizes = new Map<string, Sizes>();
  for (const [file, body] of files) {
    const text = Buffer.from(body).toString('base64');
    const compressed = await keep.once('compressed', text, () => compress(body));
    cdn.files.set(file, { body, compressed: compressed.brotli });
    sizes.set(file, compressed.sizes);
  }
  const address = `/${pageLabel(page)} ${variantLabel(variant)}${path}`.replace(/[^\w/]+/g, '-');
  host.pages.set(address, hostPage({ head: head(cdn.origin), features: page.features }));
  return { url: `${host.origin}${address}`, sizes };
}

const rotated = <T>(list: readonly T[], by: number): T[] => list.map((_, index) => list[(index + by) % list.length]!);

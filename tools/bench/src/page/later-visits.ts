/** What a page asks the CDN for when its reader has been there before, and after one of its features was upgraded by its URL. */
import { firstVersion } from './build/deliveries.ts';
import { publishPage, type Stage, watchedOf } from './measure-pages.ts';
import type { Page } from './page-features.ts';
import { type Variant, variantLabel } from './variants.ts';

export interface LaterVisits {
  readonly variant: Variant;
  /** Requests of the first visit, of a second page with the same tags, and of a third whose first feature has a new version. */
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly upgraded: readonly string[];
  /** Of `upgraded`, what is not in the new version's own folder. */
  readonly strangers: readonly string[];
}

export const upgradedVersion = '1.1.0';

export async function visitAgain(page: Page, variant: Variant, stage: Stage): Promise<LaterVisits> {
  const { cdn, browser, line, say } = stage;
  const upgraded = page.features[0]!.name;
  const urls = [
    await publishPage(page, variant, stage),
    await publishPage(page, variant, stage, { path: '/second' }),
    await publishPage(page, variant, stage, { path: '/upgraded', versions: { [upgraded]: upgradedVersion } }),
  ];
  await using visitor = await browser.newVisitor({ ...line, cpuSlowdown: 1 });
  const requests: string[][] = [];
  for (const { url } of urls) {
    cdn.requests.length = 0;
    await visitor.visit(url, watchedOf(page.features));
    requests.push([...cdn.requests]);
  }
  const [first, second, third] = requests as [string[], string[], string[]];
  const folder = `/elements/v${upgradedVersion}/${upgraded}/`;
  say(
    `Later visits, ${variantLabel(variant)}: ${first.length} requests, then ${second.length}; ${third.length} after ${upgraded} ${firstVersion} → ${upgradedVersion}.`,
  );
  return { variant, first, second, upgraded: third, strangers: third.filter((path) => !path.includes(folder)) };
}

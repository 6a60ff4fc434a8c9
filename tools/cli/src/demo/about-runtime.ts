/** What a page fetched of the shared runtime, and what of each feature. Pure. */
import type { Requested } from './browser.ts';

export interface AboutRuntime {
  /** Names of the runtimes that were fetched. */
  readonly runtimes: readonly string[];
  /** Paths that were fetched more than once. */
  readonly twice: readonly string[];
  /** `angular-22.1.7-…: angular.js 53 kB, forms.js 10 kB, once. Beside it: calendar@1.0.1 6 kB, questionnaire@1.1.0 12 kB.` */
  readonly line: string;
}

const runtimeFile = /^\/elements\/runtime\/(?<runtime>[^/]+)\/(?<file>.+)$/;
const featureFile = /^\/elements\/v(?<version>[^/]+)\/(?<feature>[^/]+)\//;

export function aboutRuntime(requests: readonly Requested[]): AboutRuntime {
  const ofRuntimes = requests.flatMap(({ path, bytes }) => {
    const { runtime, file } = runtimeFile.exec(path)?.groups ?? {};
    return runtime && file ? [{ runtime, file, path, bytes }] : [];
  });
  const ofFeatures = new Map<string, number>();
  for (const { path, bytes } of requests) {
    const { version, feature } = featureFile.exec(path)?.groups ?? {};
    if (feature) ofFeatures.set(`${feature}@${version}`, (ofFeatures.get(`${feature}@${version}`) ?? 0) + bytes);
  }
  const paths = ofRuntimes.map(({ path }) => path);
  const twice = [...new Set(paths.filter((path, position) => paths.indexOf(path) !== position))];
  const shared = [...Map.groupBy(ofRuntimes, ({ runtime }) => runtime)].map(
    ([runtime, files]) => `${runtime}: ${files.map(({ file, bytes }) => `${file} ${inKilobytes(bytes)}`).join(', ')}`,
  );
  const own = [...ofFeatures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([feature, bytes]) => `${feature} ${inKilobytes(bytes)}`);
  const often = twice.length === 0 ? 'once' : `${twice.join(', ')} more than once`;
  return {
    runtimes: [...new Set(ofRuntimes.map(({ runtime }) => runtime))].sort(),
    twice,
    line: shared.length === 0 ? `No shared runtime: ${own.join(', ')}.` : `${shared.join('; ')}, ${often}. Beside it: ${own.join(', ')}.`,
  };
}

const inKilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

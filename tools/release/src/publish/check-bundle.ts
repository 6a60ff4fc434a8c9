/** What must not be in a bundle, whoever built it. */
import { type BundleFile, PintagError } from '@pintag/cdn';
import { checkFeatureSize, type SizeBudget } from '@pintag/runtime/size';

const mockFile = /(^|\/)mockServiceWorker[^/]*$/;
/** String literals of MSW: minifiers keep them. */
const mockTraces = ['/__msw__/', '[MSW]', 'mockServiceWorker'];
const code = /\.(m?js|css|html)$/;

/** @throws {PintagError} PT_MOCKS_IN_BUNDLE, PT_BUNDLE_INCOMPLETE */
export function checkBundle(feature: string, files: readonly BundleFile[]): void {
  if (!files.some(({ path }) => path === 'element.json'))
    throw new PintagError('PT_BUNDLE_INCOMPLETE', { feature, missing: 'element.json' });

  for (const { path, body } of files) {
    if (mockFile.test(path)) throw new PintagError('PT_MOCKS_IN_BUNDLE', { feature, file: path, trace: 'the file itself' });
    if (!code.test(path)) continue;
    const text = Buffer.from(body).toString();
    const trace = mockTraces.find((literal) => text.includes(literal));
    if (trace) throw new PintagError('PT_MOCKS_IN_BUNDLE', { feature, file: path, trace });
  }
}

/**
 * The build has checked the same; a builder need not be ours, and a budget may be smaller than when a bundle was staged.
 * @throws {PintagError} PT_BUDGET
 */
export const checkSize = (feature: string, files: readonly BundleFile[], budget: SizeBudget): void =>
  void checkFeatureSize(feature, files, budget);

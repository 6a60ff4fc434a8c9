/** Whether the surface in the working tree still has every name that a commit's has. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { checkGrown, parseSurface, requireSurface, surfaceFile } from '@pintag/runtime/build';

/** @throws {PintagError} PT_SURFACE_SHRUNK, PT_SURFACE_VERSION, PT_SURFACE_JIT */
export async function checkSurface({ root, base }: { readonly root: string; readonly base: string }): Promise<void> {
  const { packages, names } = await requireSurface(root);
  const file = surfaceFile(packages['@angular/core']!);
  const shown = await promisify(execFile)('git', ['show', `${base}:./${file}`], { cwd: root }).catch(() => undefined);
  // The first surface of a version of Angular has nothing to be compared with.
  if (shown) checkGrown({ file, before: parseSurface(shown.stdout).names, after: names });
}

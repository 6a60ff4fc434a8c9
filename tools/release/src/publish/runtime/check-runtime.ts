/** Is the runtime that a feature was built for the one that there is? Asked before the feature gets its tag. */
import { type BundleFile, PintagError, digestOf, integrityOf, isRuntimeNamed, packBundle } from '@pintag/cdn';
import type { RuntimeNeed } from '@pintag/runtime/element-description';
import { runtimeNeedOf } from '@pintag/runtime/runtime-need';
import type { BuiltFeature, RuntimeBundle } from '../builder.ts';

/** What is known of a runtime's files, without their bytes. */
export interface KnownRuntime {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly size: number; readonly integrity: string }[];
}

export const describeRuntime = ({ name, files }: RuntimeBundle): KnownRuntime => ({
  name,
  files: files.map(({ path, body }) => ({ path, size: body.byteLength, integrity: integrityOf(body) })),
});

/** @throws {PintagError} PT_RUNTIME_MISMATCH */
export function checkRuntime(feature: string, need: RuntimeNeed, { name, files }: KnownRuntime): void {
  const problems = need.files.flatMap(({ path, size, integrity }) => {
    const known = files.find((file) => file.path === path);
    if (!known) return [`it has no ${path}`];
    if (known.integrity !== integrity) return [`its ${path} is ${known.integrity}, and ${feature} was built for ${integrity}`];
    return known.size === size ? [] : [`its ${path} has ${known.size} bytes, and ${feature} was built for ${size}`];
  });
  if (problems.length > 0) throw new PintagError('PT_RUNTIME_MISMATCH', { feature, runtime: name, problems });
}

/**
 * Checks what builds gave: features together with the runtime that they were built for. One that several share is looked at once.
 * @returns a check that throws PintagError PT_RUNTIME_MISMATCH, PT_BUNDLE_MALFORMED
 */
export function createBuildCheck(): (built: BuiltFeature) => Promise<void> {
  const known = new Map<RuntimeBundle, Promise<KnownRuntime | undefined>>();
  const look = async (runtime: RuntimeBundle) =>
    (await isWhatItsNameSays(runtime.name, runtime.files)) ? describeRuntime(runtime) : undefined;

  return async ({ feature, files, runtime }) => {
    const need = runtimeNeedOf(feature, files);
    if (!need) return;
    const refuse = (problem: string) => new PintagError('PT_RUNTIME_MISMATCH', { feature, runtime: need.name, problems: [problem] });
    if (!runtime) throw refuse('the build did not give it');
    if (runtime.name !== need.name) throw refuse(`the build gave ${runtime.name}`);
    const looking = known.get(runtime) ?? look(runtime);
    known.set(runtime, looking);
    const given = await looking;
    if (!given) throw refuse('its files are not those that its name stands for');
    checkRuntime(feature, need, given);
  };
}

export const isWhatItsNameSays = async (name: string, files: readonly BundleFile[]): Promise<boolean> =>
  isRuntimeNamed(name, digestOf(await packBundle(files)));

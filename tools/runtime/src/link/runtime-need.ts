/** What `element.json` says about the shared runtime, read from bytes that any build may have written. */
import { checkFilePath, isRuntimeName, PintagError, type BundleFile } from '@pintag/cdn';
import * as v from 'valibot';
import { elementDescriptionFile, type RuntimeNeed } from './element-description.ts';

const path = v.pipe(v.string(), v.check(isPath, 'is no path of a file'));
const script = v.pipe(path, v.regex(/\.js$/, 'is no script file'));

export const runtimeNeed = v.object({
  name: v.pipe(v.string(), v.check(isRuntimeName, 'is no name of a runtime')),
  files: v.array(
    v.object({
      path: script,
      size: v.pipe(v.number(), v.integer(), v.minValue(0)),
      integrity: v.pipe(v.string(), v.regex(/^sha384-[A-Za-z0-9+/]{64}$/, 'is no sha384 integrity')),
    }),
  ),
  static: v.array(script),
  lazy: v.array(script),
});

const description = v.object({ runtime: v.optional(runtimeNeed) });

/**
 * What a feature's bundle imports from outside; `undefined` for a self-contained one.
 * @throws {PintagError} PT_BUNDLE_MALFORMED
 */
export function runtimeNeedOf(feature: string, bundle: readonly BundleFile[]): RuntimeNeed | undefined {
  const file = bundle.find(({ path }) => path === elementDescriptionFile);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), description), new TextDecoder().decode(file?.body));
  if (parsed.success) return parsed.output.runtime;
  const problems = parsed.issues.map((issue) => `${elementDescriptionFile}: ${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`);
  throw new PintagError('PT_BUNDLE_MALFORMED', { feature, problems });
}

function isPath(text: string): boolean {
  try {
    return checkFilePath(text) === text;
  } catch (error) {
    if (error instanceof PintagError) return false;
    throw error;
  }
}

/** Reads a build's bundle and says everything that is wrong with it at once. Pure. */
import { PintagError, checkFilePath, type BundleFile } from '@pintag/cdn';
import * as v from 'valibot';
import { elementDescriptionFile, type ElementDescription, type RuntimeNeed } from './element-description.ts';
import { isLinked } from './linked-names.ts';
import { runtimeNeed } from './runtime-need.ts';

const script = v.pipe(v.string(), v.regex(/\.js$/, 'is no script file'));
const description = v.object({
  schema: v.literal(1),
  feature: v.string(),
  element: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, 'is no tag of a custom element')),
  entry: script,
  static: v.pipe(v.array(script), v.minLength(1, 'is empty')),
  lazy: v.array(script),
  runtime: v.optional(runtimeNeed),
});

export interface ParsedBundle {
  readonly description: ElementDescription;
  /** What is published as it is: everything but element.json. */
  readonly files: readonly BundleFile[];
}

/** @throws {PintagError} PT_BUNDLE_MALFORMED */
export function parseBundle(bundle: readonly BundleFile[], feature: string): ParsedBundle {
  const files = bundle.filter(({ path }) => path !== elementDescriptionFile);
  const problems = files.flatMap(({ path }) => pathProblem(path));
  problems.push(...repeated(bundle.map(({ path }) => path)).map((path) => `${path} is there twice`));

  const { output, issues } = describe(bundle);
  if (output) problems.push(...describedProblems(output, files, feature));
  else problems.push(...issues);
  if (!output || problems.length) throw new PintagError('PT_BUNDLE_MALFORMED', { feature, problems });
  return { description: output, files };
}

function pathProblem(path: string): string[] {
  if (isLinked(path)) return [`${path} is a name that the link step writes itself`];
  try {
    checkFilePath(path);
    return [];
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    return [`${JSON.stringify(path)} cannot be a file of a version`];
  }
}

type Described =
  { readonly output: ElementDescription; readonly issues?: never } | { readonly output?: never; readonly issues: readonly string[] };

function describe(bundle: readonly BundleFile[]): Described {
  const file = bundle.find(({ path }) => path === elementDescriptionFile);
  if (!file) return { issues: [`it has no ${elementDescriptionFile}`] };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(file.body));
  } catch {
    return { issues: [`${elementDescriptionFile} is no JSON`] };
  }
  const result = v.safeParse(description, json);
  if (result.success) return { output: result.output };
  return { issues: result.issues.map((issue) => `${elementDescriptionFile}: ${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`) };
}

function describedProblems(described: ElementDescription, files: readonly BundleFile[], feature: string): string[] {
  const listed = [...described.static, ...described.lazy];
  const there = files.map(({ path }) => path);
  return [
    ...(described.feature === feature ? [] : [`${elementDescriptionFile} is about ${described.feature}`]),
    ...(described.static[0] === described.entry ? [] : [`its entry ${described.entry} is not the first of its static files`]),
    ...listed.filter((path) => !there.includes(path)).map((path) => `${path} is missing`),
    ...repeated(listed).map((path) => `${elementDescriptionFile} lists ${path} twice`),
    ...there
      .filter((path) => path.endsWith('.js') && !listed.includes(path))
      .map((path) => `${elementDescriptionFile} does not list ${path}`),
    ...(described.runtime ? neededProblems(described.runtime) : []),
  ];
}

function neededProblems({ name, files, ...lists }: RuntimeNeed): string[] {
  const listed = [...lists.static, ...lists.lazy];
  const named = files.map(({ path }) => path);
  return [
    ...listed.filter((path) => !named.includes(path)).map((path) => `${elementDescriptionFile} does not describe ${path} of ${name}`),
    ...named
      .filter((path) => !listed.includes(path))
      .map((path) => `${elementDescriptionFile} describes ${path} of ${name}, which nothing loads`),
    ...[...repeated(listed), ...repeated(named)].map((path) => `${elementDescriptionFile} lists ${path} of ${name} twice`),
  ];
}

const repeated = (paths: readonly string[]): string[] => [...new Set(paths.filter((path, i) => paths.indexOf(path) !== i))];

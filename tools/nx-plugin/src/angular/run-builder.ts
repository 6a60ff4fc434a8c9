/** Runs builders of `@angular/build` for projects that have no angular.json: an Architect host over plain values. */
import { createRequire } from 'node:module';
import { Architect, type BuilderInfo, type BuilderRun } from '@angular-devkit/architect';
import type { ArchitectHost, Builder } from '@angular-devkit/architect/src/internal.js';
import { logging, schema, type json } from '@angular-devkit/core';

export interface AngularProject {
  readonly name: string;
  /** Relative to `workspaceRoot`. */
  readonly root: string;
  readonly sourceRoot: string;
  /** Absolute. */
  readonly workspaceRoot: string;
}

export type BuilderLog = (entry: { readonly level: logging.LogLevel; readonly message: string }) => void;

export interface BuilderOptions {
  readonly project: AngularProject;
  readonly builder: 'application' | 'dev-server' | 'unit-test';
  readonly options: json.JsonObject;
  /** Options of `@angular/build:application` behind the `buildTarget` `<project>:build` that `dev-server` and `unit-test` name. */
  readonly buildOptions?: json.JsonObject;
  /** Replaces the package's own implementation of `builder`; it then takes any options. */
  readonly implementation?: Builder;
  readonly log: BuilderLog;
}

/** The run has to be stopped by its caller: `await run.result` for a builder that ends, then `await run.stop()`. */
export async function startBuilder(run: BuilderOptions): Promise<BuilderRun> {
  const registry = new schema.CoreSchemaRegistry();
  registry.addPostTransform(schema.transforms.addUndefinedDefaults);
  const architect = new Architect(hostOf(run), registry);
  const logger = new logging.Logger('pintag');
  logger.subscribe(({ level, message }) => run.log({ level, message }));
  return architect.scheduleTarget({ project: run.project.name, target: targetOf(run.builder) }, {}, { logger });
}

const targetOf = (builder: string) => (builder === 'application' ? 'build' : builder);
const require = createRequire(import.meta.url);

function hostOf({ project, builder, options, buildOptions, implementation }: BuilderOptions): ArchitectHost {
  const names: Record<string, string> = { build: '@angular/build:application', [targetOf(builder)]: `@angular/build:${builder}` };
  return {
    getBuilderNameForTarget: async ({ target }) => names[target] ?? null,
    getOptionsForTarget: async ({ target }) => (target === targetOf(builder) ? options : (buildOptions ?? null)),
    getProjectMetadata: async () => ({ root: project.root, sourceRoot: project.sourceRoot, cli: { cache: { enabled: false } } }),
    getCurrentDirectory: async () => project.workspaceRoot,
    getWorkspaceRoot: async () => project.workspaceRoot,
    resolveBuilder: async (builderName): Promise<BuilderInfo> => {
      const name = builderName.slice('@angular/build:'.length);
      const optionSchema =
        implementation && name === builder ? { type: 'object' as const } : readJson(`./src/builders/${name}/schema.json`);
      return { builderName, description: builderName, optionSchema: optionSchema as json.schema.JsonSchema };
    },
    loadBuilder: async ({ builderName }) => {
      const name = builderName.slice('@angular/build:'.length);
      return implementation && name === builder ? implementation : builderFrom(await import(builderPath(name)));
    },
  };
}

const packageFolder = () => require.resolve('@angular/build/package.json').slice(0, -'/package.json'.length);
const builderPath = (name: string) => `${packageFolder()}/src/builders/${name}/index.js`;
const readJson = (path: string): unknown => require(`${packageFolder()}/${path}`);

/** The builders are CommonJS, so that `import()` shows them as `default.default`. */
function builderFrom(module: { default: Builder | { default: Builder } }): Builder {
  return 'default' in module.default ? module.default.default : module.default;
}

/** The targets of each kind of project: what runs, what its result depends on, what it leaves behind. */
import type { TargetConfiguration } from '@nx/devkit';
import type { Feature } from '@pintag/cdn/features';

type Targets = Record<string, TargetConfiguration>;

/** A change here can change every result, so it is an input of every target. */
const tooling = [
  '{workspaceRoot}/libs/tsconfig.json',
  '{workspaceRoot}/tools/nx-plugin/src/**/*',
  '!{workspaceRoot}/tools/nx-plugin/src/**/*.spec.ts',
  '{workspaceRoot}/tools/cdn/src/features.ts',
  '{workspaceRoot}/tools/runtime/src/link/element-description.ts',
];
/** What makes the runtime, and links features to it. */
const sharing = ['{workspaceRoot}/tools/runtime/src/{build,surface}/**/*', '!{workspaceRoot}/tools/runtime/src/**/*.spec.ts'];
/** Sources of the libraries that the runtime may hold (tools/runtime/surface/layers.json). */
const libraries = [
  '{workspaceRoot}/libs/shared/*/src/**/*',
  '!{workspaceRoot}/libs/shared/*/src/**/*.spec.ts',
  '{workspaceRoot}/tsconfig.base.json',
];
/** What a build may weigh, and how that is measured. */
const budgets = [
  '{workspaceRoot}/pintag.config.ts',
  '{workspaceRoot}/tools/runtime/src/size/*',
  '{workspaceRoot}/tools/release/src/config/*',
];
/** Specs import the mocks, and these the descriptions of all APIs. The project graph knows nothing of it: see implicitDependencies. */
const mocks = ['{workspaceRoot}/mocks/**/*', '{workspaceRoot}/libs/*/src/api/schema.ts'];
const angular = ['@angular/build', '@angular/compiler-cli', '@angular/compiler', 'typescript', 'tslib'];

/** A library without an entry file keeps its `build`, which then says what is missing. */
export function featureTargets(root: string, features: readonly Feature[]): Targets {
  const [first, ...others] = features;
  const named = (target: string, feature: Feature) => (others.length ? `${target}-${feature.name}` : target);
  const targets: Targets = { ...libraryTargets(root) };
  if (!first) targets['build'] = { ...buildTarget(`dist/libs/${root.split('/').at(-1)}`), options: { library: root } };
  for (const feature of features) {
    targets[named('build', feature)] = { ...buildTarget(`dist/libs/${feature.name}`), options: { library: root, feature: feature.name } };
    targets[named('serve', feature)] = serveTarget({ library: root, feature: feature.name });
  }
  if (others.length) {
    targets['build'] = { executor: 'nx:noop', dependsOn: features.map((feature) => named('build', feature)), cache: true };
    targets['serve'] = serveTarget({ library: root });
  }
  return targets;
}

const buildTarget = (output: string): TargetConfiguration => ({
  executor: '@pintag/nx-plugin:element',
  cache: true,
  dependsOn: [{ projects: ['runtime'], target: 'build' }],
  inputs: [
    'production',
    '^production',
    '!{projectRoot}/src/**/*dev.html',
    ...tooling,
    ...sharing,
    ...budgets,
    // It names the runtime after its content: the same runtime, however it came about, leaves features as they are.
    { dependentTasksOutputFiles: '**/runtime.json' },
    { externalDependencies: [...angular, 'esbuild'] },
  ],
  outputs: [`{workspaceRoot}/${output}`],
});

/** Of tools/runtime. Without `externalDependencies` every package counts, so that a further layer needs no mention here. */
export const runtimeTargets = (): Targets => ({
  build: {
    executor: '@pintag/nx-plugin:runtime',
    cache: true,
    inputs: ['{workspaceRoot}/tools/runtime/surface/**/*', ...libraries, ...tooling, ...sharing, ...budgets],
    outputs: ['{workspaceRoot}/dist/runtime'],
  },
  surface: { executor: '@pintag/nx-plugin:surface' },
});

/** Not `continuous`: Nx calls such a task a success however it ended, and a port that is in use would be one. */
const serveTarget = (options: { readonly library: string; readonly feature?: string }): TargetConfiguration => ({
  executor: '@pintag/nx-plugin:serve',
  options,
});

export const sharedTargets = (root: string): Targets => libraryTargets(root);

function libraryTargets(root: string): Targets {
  const inputs = ['default', '^production', ...tooling, ...mocks];
  return {
    test: {
      executor: '@pintag/nx-plugin:test',
      cache: true,
      inputs: [...inputs, { externalDependencies: [...angular, 'vitest', 'jsdom', 'msw'] }],
      outputs: ['{workspaceRoot}/dist/test-results/{projectName}.json'],
    },
    typecheck: {
      executor: '@pintag/nx-plugin:typecheck',
      cache: true,
      inputs: [...inputs, { externalDependencies: angular }],
    },
    lint: lintTarget(root),
  };
}

export function mockTargets(root: string, { typecheck }: { readonly typecheck: boolean }): Targets {
  const targets: Targets = {
    test: {
      command: `vitest run ${root}`,
      cache: true,
      inputs: ['default', '^default', '{workspaceRoot}/vitest.config.ts', { externalDependencies: ['vitest', 'msw'] }],
    },
    lint: lintTarget(root),
  };
  if (typecheck)
    targets['typecheck'] = {
      command: `tsc -p ${root}`,
      cache: true,
      inputs: ['default', '^default', { externalDependencies: ['typescript'] }],
    };
  return targets;
}

export const appTargets = (root: string): Targets => ({ lint: lintTarget(root) });

const lintTarget = (root: string): TargetConfiguration => ({
  command: `eslint ${root} --max-warnings 0 --no-error-on-unmatched-pattern`,
  cache: true,
  inputs: [
    'default',
    '{workspaceRoot}/eslint.config.*',
    { externalDependencies: ['eslint', 'angular-eslint', 'typescript-eslint', '@nx/eslint-plugin'] },
  ],
});

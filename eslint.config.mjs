import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const boundaries = (allow) => [
  'error',
  {
    allow,
    banTransitiveDependencies: false,
    depConstraints: [
      { sourceTag: 'type:feature', onlyDependOnLibsWithTags: ['type:shared'] },
      { sourceTag: 'type:shared', onlyDependOnLibsWithTags: ['type:shared'] },
      { sourceTag: 'type:mocks', onlyDependOnLibsWithTags: ['type:feature', 'type:mocks'] },
      {
        sourceTag: 'type:e2e',
        onlyDependOnLibsWithTags: ['type:e2e', 'type:tool', 'npm:private', 'type:mocks', 'type:feature', 'type:app'],
      },
      { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:shared'] },
    ],
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.pintag/**',
      '.nx/**',
      '.angular/**',
      '**/*.gen.*',
      'libs/*/src/api/schema.ts',
      '**/fixtures/**',
    ],
  },
  {
    files: ['**/*.{ts,mts,mjs,js}'],
    extends: [...tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      'prefer-const': 'error',
    },
  },
  {
    // What lies between one room and the next (docs: which way arrows point). Nx reads the tags that tools/nx-plugin infers.
    files: ['libs/**/*.ts', 'mocks/**/*.ts', 'apps/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': boundaries([]) },
  },
  {
    // A feature's specs run against the mocks, which its code knows nothing of.
    files: ['libs/**/*.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(['@mocks/*']) },
  },
  {
    // Arrows point one way: cli, nx-plugin, check → release, pins, local → runtime → cdn. The benchmark's features are features.
    files: ['tools/**/*.ts'],
    ignores: ['tools/bench/src/page/features/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/libs/**', '@shared/*', '@features/*'], message: 'Tools know nothing of features.' }] },
      ],
    },
  },
  ...[
    ['cdn', ['runtime', 'release', 'pins', 'local', 'nx-plugin', 'cli', 'check', 'bench', 'infra']],
    ['runtime', ['release', 'pins', 'local', 'nx-plugin', 'cli', 'check', 'bench', 'infra']],
    ['release', ['pins', 'local', 'nx-plugin', 'cli', 'check', 'bench', 'infra']],
    ['pins', ['runtime', 'release', 'local', 'nx-plugin', 'cli', 'check', 'bench', 'infra']],
    ['local', ['runtime', 'release', 'pins', 'nx-plugin', 'cli', 'check', 'bench', 'infra']],
  ].map(([tool, above]) => ({
    files: [`tools/${tool}/**/*.ts`],
    ignores: ['**/*.spec.ts', '**/testing/**', '**/faults/**', '**/races/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/libs/**', '@shared/*', '@features/*'], message: 'Tools know nothing of features.' },
            { group: above.map((name) => `@pintag/${name}`), message: `tools/${tool} lies below it: arrows point one way.` },
          ],
        },
      ],
    },
  })),
  {
    files: ['libs/**/*.ts', 'tools/bench/src/page/features/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: { '@angular-eslint/prefer-standalone': 'error', '@angular-eslint/component-selector': 'off' },
  },
  // An element in somebody else's page, its loader and its development page have nowhere else to say what went wrong.
  {
    files: ['libs/shared/elements/**/*.ts', 'tools/runtime/src/loader/**', 'tools/nx-plugin/src/executors/serve/start-page.ts'],
    rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] },
  },
  {
    files: ['libs/**/*.html', 'tools/bench/src/page/features/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
  {
    files: ['**/*.spec.ts', '**/testing/**', 'tools/**/*.mjs', 'tools/cli/**', 'mocks/browser.ts', 'apps/host-*/**/*.js'],
    rules: { 'no-console': 'off' },
  },
  {
    // CloudFront calls it.
    files: ['tools/cdn/src/edge-function/*.js'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^handler$', caughtErrorsIgnorePattern: '^_' }] },
  },
  prettier,
);

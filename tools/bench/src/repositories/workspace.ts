/** The files of a generated workspace: one that Pintag, Nx and multi-semantic-release all understand as it is. */
import type { GeneratedFile } from './generated-history.ts';

export interface Library {
  /** `feature-001`, `ui-01` */
  readonly name: string;
  /** `libs/feature-001`, `libs/shared/ui-01` */
  readonly root: string;
  /** Names of the shared libraries it imports. */
  readonly dependencies: readonly string[];
}

export interface Workspace {
  readonly features: readonly Library[];
  readonly shared: readonly Library[];
}

/** Source files below a library's `src/lib`, and specifications beside some of them. */
export const partsOf = { source: 10, specifications: 5 } as const;

export const twoDigits = (number: number): string => String(number).padStart(2, '0');

export const sourceFile = (library: Library, part: number, revision: number): GeneratedFile => ({
  path: `${library.root}/src/lib/part-${part}.ts`,
  text: [
    ...(library.dependencies[part]
      ? [`import { revision0 } from '@shared/${library.dependencies[part]}';`, 'export const from = revision0;']
      : []),
    `export const revision${part} = ${revision};`,
    '',
  ].join('\n'),
});

export const specification = (library: Library, part: number, revision: number): GeneratedFile => ({
  path: `${library.root}/src/lib/part-${part}.spec.ts`,
  text: `import { revision${part} } from './part-${part}';\n\nif (revision${part} > ${revision}) throw new Error('unexpected');\n`,
});

export const readme = (library: Library, revision: number): GeneratedFile => ({
  path: `${library.root}/README.md`,
  text: `# ${library.name}\n\nRevision ${revision}.\n`,
});

/** A lock file of invented packages; the last digit of one of them is `revision`. */
export function lockFile(revision: number): GeneratedFile {
  const packages = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `node_modules/package-${index}`,
      { version: `1.0.${index === revision % 120 ? revision : 0}`, license: 'MIT' },
    ]),
  );
  return { path: 'package-lock.json', text: json({ name: 'school', version: '0.0.0', lockfileVersion: 3, requires: true, packages }) };
}

/** Everything of the first commit. */
export function workspaceFiles({ features, shared }: Workspace): GeneratedFile[] {
  return [
    ...rootFiles({ features, shared }),
    ...features.flatMap((library) => [
      { path: `${library.root}/src/element.ts`, text: indexText(library) },
      { path: `${library.root}/src/styles.css`, text: ':host { display: block; }\n' },
      ...libraryFiles(library, 'feature'),
    ]),
    ...shared.flatMap((library) => [
      { path: `${library.root}/src/index.ts`, text: indexText(library) },
      ...libraryFiles(library, 'shared'),
    ]),
  ];
}

function rootFiles({ features, shared }: Workspace): GeneratedFile[] {
  const paths = Object.fromEntries(shared.map(({ name, root }) => [`@shared/${name}`, [`./${root}/src/index.ts`]]));
  const compilerOptions = { target: 'ES2023', module: 'preserve', moduleResolution: 'bundler', strict: true, paths };
  const nx = {
    analytics: false,
    neverConnectToCloud: true,
    useDaemonProcess: false,
    defaultBase: 'main',
    release: {
      projects: features.map(({ name }) => name),
      projectsRelationship: 'independent',
      releaseTag: { pattern: '{projectName}-v{version}' },
      version: { conventionalCommits: true },
    },
  };
  const workspaces = ['libs/*', 'libs/shared/*'];
  const semanticRelease = {
    branches: ['main'],
    plugins: ['@semantic-release/commit-analyzer', '@semantic-release/release-notes-generator'],
  };
  return [
    { path: '.gitignore', text: 'node_modules\n.nx\n.pintag\ndist\n' },
    { path: '.releaserc.json', text: json(semanticRelease) },
    { path: 'README.md', text: '# School\n' },
    { path: 'nx.json', text: json(nx) },
    { path: 'package.json', text: json({ name: 'school', version: '0.0.0', private: true, workspaces }) },
    { path: 'tsconfig.base.json', text: json({ compilerOptions }) },
    { path: 'tools/scripts/task-0.ts', text: 'export const task = 0;\n' },
    { path: 'docs/page-0.md', text: '# Page 0\n' },
    lockFile(0),
  ];
}

function libraryFiles(library: Library, kind: 'feature' | 'shared'): GeneratedFile[] {
  const { name, root, dependencies } = library;
  return [
    {
      path: `${root}/project.json`,
      text: json({ name, sourceRoot: `${root}/src`, projectType: 'library', tags: [`type:${kind}`], targets: {} }),
    },
    {
      path: `${root}/package.json`,
      text: json({ name, version: '1.0.0', dependencies: Object.fromEntries(dependencies.map((other) => [other, '*'])) }),
    },
    readme(library, 0),
    ...Array.from({ length: partsOf.source }, (_, part) => sourceFile(library, part, 0)),
    ...Array.from({ length: partsOf.specifications }, (_, part) => specification(library, part, 0)),
  ];
}

const indexText = ({ name }: Library): string =>
  `${Array.from({ length: partsOf.source }, (_, part) => `export { revision${part} } from './lib/part-${part}';`).join('\n')}\nexport const name = '${name}';\n`;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

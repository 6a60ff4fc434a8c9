/** Which projects the workspace has. Pure: file paths in, Nx projects out. */
import type { ProjectConfiguration } from '@nx/devkit';
import { findFeatures, type Feature } from '@pintag/cdn/features';
import { appTargets, featureTargets, mockTargets, runtimeTargets, sharedTargets } from './targets.ts';

export interface InferredProject extends ProjectConfiguration {
  /** The file that the project was inferred from. */
  readonly source: string;
}

interface Folder {
  readonly root: string;
  readonly files: readonly string[];
}

/**
 * @param files Paths relative to the repository root, `/` as separator.
 * @returns One project for each library, for the mocks together, for each application, and for the runtime.
 * @throws {PintagError} PT_FEATURE_NAME, PT_FEATURE_TWICE
 */
export function inferProjects(files: readonly string[]): InferredProject[] {
  const features = findFeatures(files);
  return [...foldersOf(files).values()].flatMap((folder) => projectOf(folder, features) ?? []).sort((a, b) => (a.root < b.root ? -1 : 1));
}

const projectFolder = /^(libs\/shared\/[^/]+|libs\/(?!shared\/)[^/]+|mocks|apps\/[^/]+|tools\/runtime)\//;

function foldersOf(files: readonly string[]): Map<string, Folder> {
  const folders = new Map<string, Folder>();
  for (const [root, members] of Map.groupBy(files, (file) => projectFolder.exec(file)?.[1])) {
    if (root) folders.set(root, { root, files: [...members].sort() });
  }
  return folders;
}

function projectOf(folder: Folder, features: readonly Feature[]): InferredProject | undefined {
  const [top, ...rest] = folder.root.split('/');
  const source = folder.files[0]!;
  const has = (file: string) => folder.files.includes(`${folder.root}/${file}`);
  const base = {
    root: folder.root,
    source,
    sourceRoot: folder.files.some((f) => f.startsWith(`${folder.root}/src/`)) ? `${folder.root}/src` : folder.root,
  };

  if (top === 'apps') {
    const name = rest.join('-');
    return {
      ...base,
      name,
      projectType: 'application',
      tags: [name.endsWith('-e2e') ? 'type:e2e' : 'type:app'],
      targets: appTargets(folder.root),
    };
  }
  if (top === 'tools') {
    return { ...base, name: rest.join('-'), projectType: 'library', tags: ['type:tool'], targets: runtimeTargets() };
  }
  if (top === 'mocks') {
    if (!folder.files.some((file) => file.endsWith('/openapi.yaml'))) return undefined;
    return {
      ...base,
      name: 'mocks',
      projectType: 'library',
      tags: ['type:mocks'],
      targets: mockTargets(folder.root, { typecheck: has('tsconfig.json') }),
    };
  }
  if (rest[0] === 'shared') {
    if (!has('src/index.ts')) return undefined;
    return {
      ...base,
      source: `${folder.root}/src/index.ts`,
      name: rest.join('-'),
      projectType: 'library',
      tags: ['type:shared'],
      targets: sharedTargets(folder.root),
    };
  }
  const own = features.filter(({ root }) => root === folder.root);
  return {
    ...base,
    source: own[0]?.entry ?? source,
    name: rest.join('-'),
    projectType: 'library',
    tags: ['type:feature'],
    // Only its specs know the mocks; an edge in the graph would let the mocks, and through them other features, release it.
    implicitDependencies: ['!mocks'],
    targets: featureTargets(folder.root, own),
  };
}

/** What depends on what in the workspace, as Nx sees it at the release commit. */

export interface Project {
  readonly name: string;
  /** Folder relative to the repository root, `libs/shared/elements`. */
  readonly root: string;
  /** Names of the projects it depends on directly. */
  readonly dependencies: readonly string[];
  /** Names of the npm packages it imports, `@angular/core`. */
  readonly packages: readonly string[];
}

export interface ProjectGraph {
  /**
   * The projects of the checkout at `root`.
   * @param isIgnored of a file: what only such files import is no dependency
   * @throws {PintagError} PT_PROJECT_GRAPH
   */
  read(root: string, isIgnored: (file: string) => boolean): Promise<readonly Project[]>;
}

/** What can be reached from the project `start`, nearest first, each with the names of the projects on the way to it, itself at the end. */
export function reach(start: Project, projects: ReadonlyMap<string, Project>): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>([[start.name, []]]);
  // A Map can grow while it is walked: the new entries come last, so this is a breadth-first walk.
  for (const [name, way] of ways) {
    for (const dependency of projects.get(name)?.dependencies ?? []) {
      if (!ways.has(dependency) && projects.has(dependency)) ways.set(dependency, [...way, dependency]);
    }
  }
  return ways;
}

/** The project graph from the workspace's own Nx. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { execa } from 'execa';
import * as v from 'valibot';
import type { Environment } from '../git/git.ts';
import type { Project, ProjectGraph } from './project-graph.ts';

/**
 * `nx graph --file` leaves npm packages out, so this asks the function behind it; through a file, because plugins may print. Which file
 * brought which dependency only Nx's own cache tells; where a later Nx hides it, specifications count like any other file.
 */
const program = `
  import { writeFileSync } from 'node:fs';
  import { createProjectGraphAsync } from '@nx/devkit';
  const { nodes, dependencies } = await createProjectGraphAsync({ exitOnError: false });
  const { readFileMapCache } = await import('nx/src/devkit-internals.js').catch(() => ({}));
  const files = readFileMapCache?.()?.fileMap.projectFileMap ?? {};
  writeFileSync(process.argv[1], JSON.stringify({ nodes, dependencies, files }));
  process.exit(0);
`;

const target = v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(2))]);
/** `target`, `[target, type]` or `[source, target, type]` */
const targetOf = (dep: v.InferOutput<typeof target>): string => (typeof dep === 'string' ? dep : dep[dep.length - 2]!);

const graphFile = v.object({
  nodes: v.record(v.string(), v.object({ name: v.string(), data: v.object({ root: v.string() }) })),
  dependencies: v.record(v.string(), v.array(v.object({ target: v.string() }))),
  files: v.record(v.string(), v.array(v.object({ file: v.string(), deps: v.optional(v.array(target), []) }))),
});

export function nxGraph({ env }: { env: Environment }): ProjectGraph {
  return {
    async read(root, isIgnored) {
      const folder = await mkdtemp(join(tmpdir(), 'pintag-graph-'));
      const file = join(folder, 'graph.json');
      try {
        // Local binaries first: they bring the Node version that the workspace asks for.
        const { exitCode, all } = await execa('node', ['--input-type=module', '--eval', program, file], {
          cwd: root,
          preferLocal: true,
          localDir: root,
          // A process for each plugin costs more than the graph, and nothing else runs in this one; where its data is Nx would ask git.
          env: {
            ...env,
            NX_ISOLATE_PLUGINS: 'false',
            NX_WORKSPACE_DATA_DIRECTORY: env['NX_WORKSPACE_DATA_DIRECTORY'] ?? join(root, '.nx', 'workspace-data'),
            NX_DAEMON: 'false',
            NX_TUI: 'false',
            NX_NO_CLOUD: 'true',
            NO_COLOR: '1',
            FORCE_COLOR: undefined,
          },
          extendEnv: false,
          reject: false,
          all: true,
        });
        if (exitCode !== 0) throw new PintagError('PT_PROJECT_GRAPH', { root, why: complaintOf(all) });
        return parseGraph(JSON.parse(await readFile(file, 'utf8')), isIgnored);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** The line that says what is wrong, of all that Node and Nx print around it. */
export function complaintOf(output: string): string {
  if (/Cannot find (package|module) '@nx\/devkit'/.test(output)) return 'Nx is not installed there; `npm ci` installs it';
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !/^(at |node:|file:|\^|throw |Node\.js v|>|NX\s*$)/.test(line));
  const line = lines.find((candidate) => /error|cannot|failed|invalid|not /i.test(candidate)) ?? lines[0] ?? 'Nx said nothing';
  return line.replace(/^(?:NX|\w*Error(?: \[\w+\])?:)\s*/, '').replace(/[.:]$/, '');
}

/**
 * Nx's own format to projects. Packages are targets such as `npm:rxjs` and, for a second version, `npm:rxjs@6.6.7`. What only ignored files
 * import (a specification its test runner, the mocks) is no dependency of what is released.
 */
export function parseGraph(json: unknown, isIgnored: (file: string) => boolean): readonly Project[] {
  const { nodes, dependencies, files } = v.parse(graphFile, json);
  return Object.values(nodes).map(({ name, data }) => {
    const imports = (files[name] ?? []).flatMap(({ file, deps }) =>
      deps.map((dep) => ({ counts: !isIgnored(file), target: targetOf(dep) })),
    );
    const imported = new Set(imports.map(({ target }) => target));
    const counting = new Set(imports.filter(({ counts }) => counts).map(({ target }) => target));
    const targets = (dependencies[name] ?? [])
      .map(({ target }) => target)
      .filter((target) => counting.has(target) || !imported.has(target))
      // Of several ways to a library the first is told, so the plan of a commit must not follow the order in which Nx found them.
      .sort();
    const packages = targets.flatMap((target) => /^npm:(?<name>@?[^@]+)/.exec(target)?.groups?.['name'] ?? []);
    return { name, root: data.root, dependencies: targets.filter((target) => target in nodes), packages: [...new Set(packages)] };
  });
}

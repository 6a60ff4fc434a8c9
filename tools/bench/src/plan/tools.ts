/** What is measured beside each other, and how each is started in the generated checkout. */
import { join } from 'node:path';
import type { GeneratedRepository } from '../repositories/create-repository.ts';
import type { Peers } from './peers.ts';

export const toolNames = ['pintag', 'nx-release', 'multi-semantic-release', 'git-log'] as const;
export type ToolName = (typeof toolNames)[number];

export interface PlanTool {
  readonly name: ToolName;
  readonly program: string;
  readonly args: readonly string[];
  /** It reads the project graph, so it has a cold and a warm start. */
  readonly usesGraph: boolean;
  /** How many releases it announces in what it printed. */
  releasesIn(stdout: string): number | undefined;
}

export interface ToolsOptions {
  /** Of this repository. */
  readonly root: string;
  /** The Node that all of them run on. */
  readonly node: string;
  readonly peers: Peers;
  readonly repository: GeneratedRepository;
}

/** Without what is not installed. */
export function planTools({ root, node, peers, repository }: ToolsOptions): PlanTool[] {
  const inPeers = (...path: string[]): string => join(peers.modules, ...path);
  const multi = inPeers('@anolilab', 'multi-semantic-release', 'dist', 'bin', 'cli.js');
  return [
    {
      name: 'pintag',
      program: node,
      args: [join(root, 'tools', 'cli', 'src', 'main.ts'), 'plan', '--json'],
      usesGraph: true,
      releasesIn: (stdout) => (JSON.parse(stdout) as { readonly releases: readonly unknown[] }).releases.length,
    },
    {
      name: 'nx-release',
      program: node,
      args: [inPeers('nx', 'dist', 'bin', 'nx.js'), 'release', 'version', '--dry-run'],
      usesGraph: true,
      releasesIn: count(/New version \S+ written to/g),
    },
    ...(peers.missing
      ? []
      : [
          {
            name: 'multi-semantic-release',
            program: node,
            args: [multi, '--dry-run', '--no-ci', '--tag-format', '${name}-v${version}'],
            usesGraph: false,
            releasesIn: count(/The next release version is/g),
          } as const,
        ]),
    {
      name: 'git-log',
      program: 'git',
      args: ['--no-pager', 'log', '--name-only', `${repository.base}..HEAD`],
      usesGraph: false,
      releasesIn: () => undefined,
    },
  ];
}

const count =
  (pattern: RegExp) =>
  (text: string): number =>
    text.match(pattern)?.length ?? 0;

/** The official analyser and notes generator behind a commit filter: as they are for the own commits, by the stated rules for the others. */
import { analyzeCommits } from '@semantic-release/commit-analyzer';
import { generateNotes } from '@semantic-release/release-notes-generator';
import { DEFAULT_COMMIT_TYPES } from 'conventional-changelog-conventionalcommits';
import type { DifferenceName } from '../intended-differences.ts';
import type { Attribution } from './attribute.ts';
import type { CoreCommit, CoreContext, CorePlugin } from './run-core.ts';

const preset = 'conventionalcommits';
const quiet = { log: () => undefined };
/** Two casts: what is declared for the plugins is what Pintag calls of them, and this calls them as their documentation says. */
const analyze = analyzeCommits as unknown as (config: object, context: object) => Promise<string | null>;
const generate = generateNotes as unknown as (config: object, context: object) => Promise<string>;

export interface PluginOptions {
  /** `undefined`: it does not count. */
  readonly attributionOf: (commit: CoreCommit) => Promise<Attribution | undefined>;
  /** What a commit asks for by itself. */
  readonly bumpAlone: (commit: CoreCommit) => Promise<string | undefined>;
  /** A message as it is to be understood. */
  readonly read: (message: string) => string;
  readonly dependencyBump: 'patch' | 'minor' | 'own';
  /** Commits as topological order has them, children first. */
  readonly inOrder: (commits: readonly CoreCommit[]) => readonly CoreCommit[];
  readonly note: (difference: DifferenceName) => void;
}

/** Remembers what it was told; the core leaves out what says `[skip release]`. */
export function asks(cwd: string): PluginOptions['bumpAlone'] {
  const known = new Map<string, string | undefined>();
  return async (commit) => {
    if (/\[(skip\s+release|release\s+skip)\]/i.test(commit.message)) return undefined;
    const key = `${commit.hash} ${commit.message}`;
    if (!known.has(key)) known.set(key, (await analyze({ preset }, { commits: [commit], cwd, logger: quiet })) ?? undefined);
    return known.get(key);
  };
}

type Counted = CoreCommit & { readonly by: Attribution };

export function pluginOf({ attributionOf, bumpAlone, read, dependencyBump, inOrder, note }: PluginOptions): CorePlugin {
  async function counted({ commits }: CoreContext): Promise<readonly Counted[]> {
    const found: Counted[] = [];
    for (const commit of commits) {
      const by = await attributionOf(commit);
      if (by) found.push({ ...commit, message: read(commit.message), by });
    }
    return found;
  }

  return {
    async analyzeCommits(context) {
      const commits = await counted(context);
      if (commits.every(({ by }) => by.kind === 'own')) return analyze({ preset }, { ...context, commits, logger: quiet });
      // `reach` is a property that the analyser's own rules can match.
      const marked: (CoreCommit & { readonly reach?: string })[] = [];
      for (const commit of commits) {
        const reach = commit.by.kind === 'lock-file' ? 'lock' : 'inherited';
        marked.push(commit.by.kind === 'own' ? commit : { ...commit, reach: (await bumpAlone(commit)) ? reach : 'nothing' });
      }
      const releaseRules = [
        ...(dependencyBump === 'own' ? [] : [{ reach: 'inherited', release: dependencyBump }]),
        { reach: 'lock', release: 'patch' },
        { reach: 'nothing', release: false },
      ];
      return analyze({ preset, releaseRules }, { ...context, commits: marked, logger: quiet });
    },
    async generateNotes(context, of) {
      if (of === 'promotion') {
        note('notes of a promotion');
        return generate({ preset }, { ...context, commits: [] });
      }
      const commits = await counted({ ...context, commits: inOrder(context.commits) });
      if (commits.every(({ by }) => by.kind === 'own')) return generate({ preset }, { ...context, commits });
      note('section for dependencies');
      const shown: CoreCommit[] = [];
      for (const commit of commits) {
        if (commit.by.kind === 'own') shown.push(commit);
        else if ((await bumpAlone(commit)) && (await survives(commit, commits, context.cwd))) shown.push(rewritten(commit, commit.by));
      }
      const types = [...DEFAULT_COMMIT_TYPES, { type: 'dependency', section: 'Dependencies' }];
      return generate({ preset, presetConfig: { types } }, { ...context, commits: shown });
    },
  };
}

/** Whether no revert among `commits` takes it back: then a rule for it alone decides. */
async function survives(commit: CoreCommit, commits: readonly CoreCommit[], cwd: string): Promise<boolean> {
  const probed = commits.map((other) => ({ ...other, reach: other.hash === commit.hash ? 'probe' : 'nothing' }));
  const releaseRules = [
    { reach: 'probe', release: 'minor' },
    { reach: 'nothing', release: false },
  ];
  return (await analyze({ preset, releaseRules }, { commits: probed, cwd, logger: quiet })) !== null;
}

function rewritten(commit: CoreCommit, { way, scope }: Attribution): CoreCommit {
  const subject = commit.message.trim().split('\n', 1)[0]!;
  const bare = (/^\w*(?:\(.*\))?!?: (?<text>.*)$/.exec(subject)?.groups?.['text'] ?? subject).replace(/(\)!?:) /g, '$1\u00A0');
  const via = way ? way.join(' → ') : `every feature depends on ${scope}`;
  return { ...commit, message: `dependency(${scope}): ${bare} (${via})` };
}

/** semantic-release's plugins and the preset come without types; this is what we call of them. */
interface PluginContext {
  readonly commits: readonly { readonly hash: string; readonly message: string }[];
  readonly cwd: string;
}

declare module '@semantic-release/commit-analyzer' {
  export function analyzeCommits(
    config: { readonly parserOpts: object },
    context: PluginContext & { readonly logger: { log(...message: unknown[]): void } },
  ): Promise<string | null>;
}

declare module '@semantic-release/release-notes-generator' {
  export function generateNotes(
    config: { readonly parserOpts: object; readonly writerOpts: object; readonly linkReferences: boolean; readonly linkCompare?: boolean },
    context: PluginContext & {
      readonly lastRelease: object;
      readonly nextRelease: object;
      readonly options: { readonly repositoryUrl: string };
    },
  ): Promise<string>;
}

declare module 'conventional-changelog-conventionalcommits' {
  export interface CommitType {
    readonly type: string;
    readonly section: string;
    readonly hidden?: boolean;
  }
  export const DEFAULT_COMMIT_TYPES: readonly CommitType[];
  export default function createPreset(config?: { readonly types?: readonly CommitType[] }): {
    readonly parser: { readonly headerPattern: RegExp; readonly revertPattern: RegExp };
    readonly writer: object;
  };
}

/** semantic-release 25 has no exports map: these are its decisions, without git and without a network. Pinned to the exact version. */
interface CoreTag {
  readonly version: string;
  readonly gitTag: string;
  readonly channels: readonly (string | null)[];
}

interface CoreBranch {
  readonly name: string;
  readonly type: 'maintenance' | 'release' | 'prerelease';
  readonly channel?: string | false | null;
  /** Versions it may have. */
  readonly range?: string;
  readonly mergeRange?: string;
  readonly accept?: readonly string[];
  readonly tags: CoreTag[];
}

interface CoreLastRelease {
  readonly version?: string;
  readonly gitTag?: string;
  readonly channels?: readonly (string | null)[];
}

declare module 'semantic-release/lib/branches/normalize.js' {
  type Normalize = (byType: Readonly<Record<string, readonly object[]>>) => CoreBranch[];
  export const maintenance: Normalize;
  export const release: Normalize;
  export const prerelease: Normalize;
}

declare module 'semantic-release/lib/definitions/branches.js' {
  interface Definition {
    filter(branch: object): boolean;
    branchValidator?(branch: object): boolean;
    branchesValidator(branches: readonly object[]): boolean;
  }
  export const maintenance: Definition;
  export const prerelease: Definition;
  export const release: Definition;
}

declare module 'semantic-release/lib/get-last-release.js' {
  export default function getLastRelease(
    context: { readonly branch: CoreBranch; readonly options: { readonly tagFormat: string } },
    params?: { readonly before?: string },
  ): CoreLastRelease;
}

declare module 'semantic-release/lib/get-next-version.js' {
  export default function getNextVersion(context: {
    readonly branch: CoreBranch;
    readonly nextRelease: { readonly type: string; readonly channel: string | null };
    readonly lastRelease: CoreLastRelease;
    readonly logger: { log(...message: unknown[]): void };
  }): string;
}

declare module 'semantic-release/lib/get-release-to-add.js' {
  export default function getReleaseToAdd(context: {
    readonly branch: CoreBranch;
    readonly branches: readonly CoreBranch[];
    readonly options: { readonly tagFormat: string };
  }):
    | {
        readonly lastRelease: CoreLastRelease;
        readonly nextRelease: { readonly type: string; readonly version: string; readonly channel: string | null; readonly gitTag: string };
      }
    | undefined;
}

declare module 'semantic-release/lib/get-error.js' {
  export default function getError(code: string, context?: object): Error & { readonly code: string };
}

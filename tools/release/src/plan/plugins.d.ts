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
    config: { readonly parserOpts: object; readonly writerOpts: object; readonly linkReferences: boolean; readonly linkCompare: boolean },
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

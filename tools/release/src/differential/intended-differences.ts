/** Where a plan differs from semantic-release's core on purpose: the rule that the oracle applies instead, why, and where it is documented. */

export interface IntendedDifference {
  /** What the oracle counts its use under. */
  readonly name: string;
  readonly rule: string;
  readonly reason: string;
  /** Relative to docs/. */
  readonly page: string;
  /** `rules`: cannot occur in a history without dependencies and ignored files. */
  readonly family: 'all' | 'rules';
}

export const intendedDifferences = [
  {
    name: 'own folder',
    rule: 'Of the commits of a range only those count that change a file of the feature, a merge as compared with its first parent.',
    reason: 'The core knows no folders: it has one version for a whole repository.',
    page: 'how-a-release-works.md',
    family: 'all',
  },
  {
    name: 'shared folder',
    rule: 'Of a folder with several entry files a feature has those that its bundle holds, at the commit or its first parent, and what lies beside `src`.',
    reason: 'Otherwise a change of one would release all of them.',
    page: 'decisions/0015-a-feature-is-what-its-bundle-holds.md',
    family: 'all',
  },
  {
    name: 'own tags',
    rule: 'A feature sees the tags `<feature>-v<version>` and their notes, of all branches, and no others.',
    reason: 'The core reads notes by commit: with those of another feature on the same commit it loses channels.',
    page: 'how-a-release-works.md',
    family: 'all',
  },
  {
    name: 'release commit',
    rule: 'The branch that is released from stands at the commit that is checked out, wherever its remote is.',
    reason: 'The core ends without a release, and without an error, when a push arrived in the meantime.',
    page: 'how-a-release-works.md',
    family: 'all',
  },
  {
    name: 'superseded',
    rule: 'A feature with a tag between the release commit and the tip of its branch is left alone.',
    reason: 'A later commit that contains this one was released already.',
    page: 'how-a-release-works.md',
    family: 'all',
  },
  {
    name: 'branch of one feature',
    rule: 'A branch `<feature>-1.x` exists for that feature alone.',
    reason: 'Two features can both have a branch for 1.x, which the core refuses within one package.',
    page: 'configuration.md',
    family: 'all',
  },
  {
    name: 'one release a run',
    rule: 'Of a version that is promoted and one that is released in the same run, the plan has the released one.',
    reason: 'It contains the promoted one, and takes the channel over at once; the core would never promote that one later.',
    page: 'how-a-release-works.md',
    family: 'all',
  },
  {
    name: 'asked only with a reason',
    rule: 'Branch settings that the core refuses for a feature fail it only when it has a commit that asks for a release, or a version to promote.',
    reason: 'A feature with nothing to release costs nothing, and has nobody to tell.',
    page: 'differential.md',
    family: 'all',
  },
  {
    name: 'notes of a promotion',
    rule: 'The notes of a promotion are their heading.',
    reason: 'What is in the version was told when it was released on its own channel.',
    page: 'differential.md',
    family: 'all',
  },
  {
    name: 'exact versions',
    rule: 'A tag counts when what follows `<feature>-v` is a version as SemVer writes it, without build metadata.',
    reason: 'A tag is also a URL, and a URL has one spelling.',
    page: 'how-a-release-works.md',
    family: 'rules',
  },
  {
    name: 'dependency',
    rule: 'A commit that changes no file of the feature but one of a project that it depends on counts as `dependencyBump`, if it asks for a release at all.',
    reason: 'The bundle contains the library; nothing of the feature itself is new.',
    page: 'configuration.md',
    family: 'rules',
  },
  {
    name: 'lock file',
    rule: 'A commit that changes neither but the lock file counts as a patch where a package that is needed resolves to another version.',
    reason: 'Otherwise every update would release every feature, or none.',
    page: 'decisions/0002-semantic-release-in-a-mirror.md',
    family: 'rules',
  },
  {
    name: 'shared file',
    rule: 'A commit that changes one of `sharedFiles` counts as `dependencyBump`, if it asks for a release at all.',
    reason: 'Every bundle is built with it.',
    page: 'configuration.md',
    family: 'rules',
  },
  {
    name: 'ignored file',
    rule: 'Files of `ignoredFiles` count for nothing.',
    reason: 'Tests and documentation are in no bundle.',
    page: 'configuration.md',
    family: 'rules',
  },
  {
    name: 'older than the feature',
    rule: 'For a feature without a release, what it depends on counts from the first commit on that has its entry file.',
    reason: 'What a library was before anybody used it is no news of the feature.',
    page: 'how-a-release-works.md',
    family: 'rules',
  },
  {
    name: 'section for dependencies',
    rule: 'In the notes such commits stand under “Dependencies”, with the way to what changed, and without their breaking changes.',
    reason: 'What breaks for users of a library does not break for users of the feature.',
    page: 'how-a-release-works.md',
    family: 'rules',
  },
  {
    name: 'order of equals',
    rule: 'Where the notes order nothing, as among commits of one scope and subject, these stand in topological order, children first.',
    reason: 'The core’s order is that of clocks, of which two can show the same second, or be wrong.',
    page: 'differential.md',
    family: 'all',
  },
  {
    name: 'plain messages',
    rule: 'Messages are read with a space for every control character but tabs and line ends, for Unicode’s line separators and for its marks of direction.',
    reason: 'Notes and plans are shown in terminals and pages.',
    page: 'how-a-release-works.md',
    family: 'rules',
  },
] as const satisfies readonly IntendedDifference[];

export type DifferenceName = (typeof intendedDifferences)[number]['name'];

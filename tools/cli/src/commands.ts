/** All commands: their summaries, and where the code of each is, so that a command loads nothing of the others. */
import type { Command } from 'commander';
import type { ExitCode } from './program.ts';
import type { Io } from './terminal/io.ts';

export interface CommandEntry {
  /** As the command's own help says it. */
  readonly summary: string;
  readonly load: () => Promise<(io: Io, done: (code: ExitCode) => void) => Command>;
}

export const commands: Readonly<Record<string, CommandEntry>> = {
  plan: {
    summary: 'Show what a release of this commit would do, and why. Needs no right to push and changes nothing.',
    load: async () => (await import('./commands/plan.ts')).planCommand,
  },
  explain: {
    summary: 'Say why a release of this commit would bring out a feature, or would not, commit by commit since its last version.',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  release: {
    summary: 'Release every feature that this commit changes, each with its own version, after finishing releases that broke off.',
    load: async () => (await import('./commands/release.ts')).releaseCommand,
  },
  stage: {
    summary: 'Build what a release of this commit needs, or a share of it, and keep it in the store for `pintag release --staged`.',
    load: async () => (await import('./commands/stage.ts')).stageCommand,
  },
  preview: {
    summary:
      'Upload what a pull request changes to a path of its own, and print the tags to try it. Touches no version and nothing that a release reads.',
    load: async () => (await import('./commands/preview.ts')).previewCommand,
  },
  build: {
    summary: 'Build features by their own names, as a release builds them.',
    load: async () => (await import('./commands/build.ts')).buildCommand,
  },
  reconcile: {
    summary: 'Compare git tags with the CDN and finish every release that broke off.',
    load: async () => (await import('./commands/reconcile.ts')).reconcileCommand,
  },
  doctor: {
    summary:
      'Check everything that a release needs, side by side: git, token, store, bucket policy, distribution, edge, channels, clock, versions.',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  versions: {
    summary: 'List the published versions of a feature, newest first.',
    load: async () => (await import('./commands/versions.ts')).versionsCommand,
  },
  tag: {
    summary:
      'Print the script tag that loads a version. Its integrity also covers the two releases before it, so that rolling back is editing the URL.',
    load: async () => (await import('./commands/tag.ts')).tagCommand,
  },
  rollback: {
    summary: 'Pin the host pages of this repository to an earlier version, on a branch of its own, and open the pull request.',
    load: async () => (await import('./commands/rollback.ts')).rollbackCommand,
  },
  channel: {
    summary:
      'Point a channel such as stable to a version, list channels, show the history of one, take its last move back, or make the edge follow.',
    load: async () => (await import('./commands/channel.ts')).channelCommand,
  },
  size: {
    summary: 'Say what a build of a feature weighs, what grew since its last release, and what of it pages share with other features.',
    load: async () => (await import('./commands/size.ts')).sizeCommand,
  },
  pin: {
    summary:
      "Set the version of a feature in the script tags of host pages: HTML, ERB, PHP, JSP, any text. Rolling back within what a tag's integrity covers edits the URL alone.",
    load: async () => (await import('./commands/pin.ts')).pinCommand,
  },
  comment: {
    summary:
      'Write one comment on a pull request, or bring the one that is there up to date: what merging would release, or text of your own.',
    load: async () => (await import('./commands/comment.ts')).commentCommand,
  },
  local: {
    summary: "Serve an S3 store, CloudFront's API and an edge on this machine until it is ended (Ctrl-C).",
    load: async () => (await import('./commands/local.ts')).localCommand,
  },
  demo: {
    summary: 'Release four features to a CDN on this machine, pin them in a host page, roll one back; then keep serving.',
    load: async () => (await import('./commands/demo.ts')).demoCommand,
  },
};

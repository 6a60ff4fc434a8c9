/** What commands ask of GitHub that is no release. */
export { openAnnouncer, openGithub } from './announce/github/open-announcer.ts';
export { githubRepository, shownRemote } from './announce/github/github-repository.ts';
export { longestComment, markerOf, placeComment, type PlacedComment } from './announce/github/place-comment.ts';
export { doOnce } from './announce/github/do-once.ts';
export type { GithubClient, GithubRepository } from './announce/github/github-client.ts';
export { pullRequestOf } from './announce/github/pull-request-of.ts';
export { previewSchema } from './preview/preview-schema.ts';
export { uploadedPreviewSchema } from './preview/uploaded-preview-schema.ts';

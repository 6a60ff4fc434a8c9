/** git as a release runs it, for commands that are none. */
export { ask, createGit, GitFailure, type Git, type GitOptions } from './git/git.ts';
export { gitEnvironment } from './git/environment.ts';
export { publicText, publicUrl } from './git/remote-url.ts';

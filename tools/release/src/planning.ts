/** What it takes to plan, without what it takes to publish: loading the AWS SDK takes longer than a plan of nothing. */
export { loadConfig } from './config/load-config.ts';
export type { PintagConfig } from './config/schema.ts';
export { createGit } from './git/git.ts';
export type { Repository } from './git/repository.ts';
export { openRepository, type OpenRepositoryOptions } from './git/open-repository.ts';
export type { Log } from './events/log.ts';
export type { Stopwatch } from './events/stopwatch.ts';

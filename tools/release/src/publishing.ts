/** What it takes to put a version's files into the store, without what it takes to decide it. */
export { writeFiles } from './publish/write-files.ts';
export { writeRecord } from './publish/write-record.ts';
export type { ReleaseTag } from './git/repository.ts';

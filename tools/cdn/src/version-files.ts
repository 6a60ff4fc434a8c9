/** What a version's files are called, how they are stored and recorded; without anything that talks to AWS. */
export * from './errors.ts';
export * from './features.ts';
export * from './layout.ts';
export * from './integrity.ts';
export type { BundleFile } from './bundle.ts';
export * from './cache/cache-policy.ts';
export * from './cache/content-types.ts';
export * from './store/artefact-store.ts';
export * from './records/release-record.ts';
export * from './records/parse.ts';
export * from './records/serialise.ts';
export * from './records/derive.ts';

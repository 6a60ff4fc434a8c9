/** The store alone, for who publishes and does nothing else: loading CloudFront's clients takes longer than putting a small version there. */
export * from './store/artefact-store.ts';
export * from './store/s3-quirks.ts';
export * from './store/s3-client.ts';
export * from './store/s3-store.ts';

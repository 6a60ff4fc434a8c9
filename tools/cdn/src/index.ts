/** The CDN as data: names, layout, headers, integrity, records, and the store and edge behind interfaces. */
export * from './errors.ts';
export * from './features.ts';
export * from './versions.ts';
export * from './layout.ts';
export * from './bundle.ts';
export * from './cache/cache-policy.ts';
export * from './cache/response-headers.ts';
export * from './cache/content-types.ts';
export * from './integrity.ts';
export * from './store/artefact-store.ts';
export * from './store/s3-quirks.ts';
export * from './store/s3-client.ts';
export * from './store/s3-store.ts';
export * from './edge/edge.ts';
export * from './records/release-record.ts';

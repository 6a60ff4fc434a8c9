/** S3, the CloudFront API and an edge on one machine. */
export { type Local, localBucket, localRegion, startLocal, type StartLocalOptions } from './start-local.ts';
export { type Attached, attachOrStartLocal, findRunning } from './attach.ts';
export { type LocalAddresses } from './data/server-file.ts';
export { type LocalEvent, type Log as LocalLog } from './log.ts';
export { type AccessQuestion, type Authorize } from './s3/access.ts';

/** Script tags of our elements in host pages: found, and edited so that every other byte stays. */
export * from './pin.ts';
export * from './find-pins.ts';
export * from './edit-pin.ts';
export * from './pin-files.ts';
export * from './find-idle-preloads.ts';

/** The configuration alone, without what it takes to release: `pintag.config.ts` is read by every build. */
export { configFile, loadConfig, parseConfig } from './config/load-config.ts';
export { defineConfig, type PintagConfig, type PintagConfigInput } from './config/schema.ts';

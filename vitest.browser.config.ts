import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What a page does in a real browser. The features are built before: `nx run-many -t build`. */
export default defineConfig({
  resolve: { alias: { '@mocks': join(import.meta.dirname, 'mocks') } },
  test: {
    include: ['apps/*-e2e/**/*.spec.ts', 'tools/**/*.browser.spec.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '.pintag/**'],
    environment: 'node',
    // Each file starts a browser and servers of its own; two at a time is what two cores carry.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

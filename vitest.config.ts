import { defineConfig } from 'vitest/config';

/** Tools and mocks run in Node as they are; libs are tested through their own Nx target (`@angular/build:unit-test`). */
export default defineConfig({
  test: {
    include: ['tools/**/*.spec.ts', 'mocks/**/*.spec.ts'],
    exclude: ['tools/**/*.browser.spec.ts', '**/node_modules/**', '**/dist/**', '.pintag/**'],
    environment: 'node',
    // Vitest leaves one core to its main thread; on two cores that is half of them.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

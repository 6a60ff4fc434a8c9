/** Where and from what this repository releases; docs/configuration.md explains every field. */
import { defineConfig } from '@pintag/release/config';

// No store and no edge: everything goes to the CDN on this machine until they are named here or in the environment.
export default defineConfig({
  remote: 'origin',
  branches: ['+([0-9])?(.{+([0-9]),x}).x', 'main', { name: 'next', prerelease: true }, { name: 'beta', prerelease: true }],
  // About a tenth above what is there: what grows further is to be decided.
  sizeBudget: { feature: 13_500, features: { calendar: 25_000, questionnaire: 18_000 }, runtime: 92_000 },
});

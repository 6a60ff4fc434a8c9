/**
 * The measured process: semantic-release's own core once for each feature, one after the other. `node release-with-semantic-release.ts
 * <ReleaseJob as JSON>`. In one process and through its JavaScript interface, so Node and the plugins are loaded once; with no filter of
 * commits by path, so nothing is spent on one; with a publish step that does nothing.
 */
import semanticRelease, { type PluginSpec } from 'semantic-release';
import type { ReleaseJob, ReleaseReport } from './job.ts';

const { checkout, url, features } = JSON.parse(process.argv[2]!) as ReleaseJob;
// Its types know plugins by name only; its documentation and its code also take an object of steps.
const publishNothing = { publish: () => Promise.resolve({ name: 'nothing' }) } as unknown as PluginSpec;

let released = 0;
for (const feature of features) {
  const result = await semanticRelease(
    {
      branches: ['main'],
      repositoryUrl: url,
      tagFormat: `${feature}-v\${version}`,
      plugins: ['@semantic-release/commit-analyzer', '@semantic-release/release-notes-generator', publishNothing],
      ci: false,
    },
    { cwd: checkout, env: process.env as Record<string, string>, stdout: process.stderr, stderr: process.stderr },
  );
  if (result) released++;
}
const report: ReleaseReport = { released, replans: 0 };
process.stdout.write(`${JSON.stringify(report)}\n`);

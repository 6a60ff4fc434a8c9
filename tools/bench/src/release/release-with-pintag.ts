/** The measured process: one release of everything, with builds that are there already. `node release-with-pintag.ts <ReleaseJob as JSON>` */
import { randomUUID } from 'node:crypto';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { type BundleFile, createCloudFrontEdge, createS3Client, createS3Store } from '@pintag/cdn';
import { type Builder, openRepository, release, silentAnnouncer } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import type { ReleaseJob, ReleaseReport } from './job.ts';

const { checkout, addresses } = JSON.parse(process.argv[2]!) as ReleaseJob;
const { endpoint, region, bucket, ...credentials } = addresses.s3;
const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
const cloudfront = new CloudFrontClient({ region, endpoint: addresses.cloudfront.endpoint, credentials });

let replans = 0;
const log: Parameters<typeof release>[0]['log'] = ({ level, step, message }) => {
  if (step === 'tag' && level === 'warn' && /planning again/.test(message)) replans++;
};

const builder: Builder = { build: async (wanted) => wanted.map((feature) => ({ feature, files: bundleOf(feature) })) };

const repository = await openRepository({ root: checkout, run: randomUUID(), env: process.env, log });
try {
  const { ok, features } = await release({
    repository,
    store: createS3Store({ client: s3, bucket }),
    edge: createCloudFrontEdge({ client: cloudfront, distributionId: addresses.cloudfront.distributionId, origin: addresses.edge.origin }),
    builder,
    link: linkElement,
    announcer: silentAnnouncer,
    clock: () => new Date(),
    log,
  });
  for (const { feature, reason, status } of features) if (status === 'failed') process.stderr.write(`${feature}: ${reason}\n`);
  const report: ReleaseReport = { released: features.filter(({ status }) => status === 'released').length, replans };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = ok ? 0 : 1;
} finally {
  await repository.close();
  s3.destroy();
  cloudfront.destroy();
}

/** As an Angular build would give it, of 60 kB. */
function bundleOf(feature: string): BundleFile[] {
  const [entry, chunk] = ['element-AAAA1111.js', 'chunk-BBBB2222.js'];
  const element = `pt-${feature}`;
  const filler = Array.from({ length: 1_000 }, (_, line) => `export const line${line} = '${feature} ${line} ${line * 7919}';`).join('\n');
  const text = {
    'element.json': JSON.stringify({ schema: 1, feature, element, entry, static: [entry], lazy: [chunk] }),
    [entry]: `export const define = (tag) => customElements.define(tag, class extends HTMLElement { connectedCallback() { import('./${chunk}'); } });`,
    [chunk]: filler,
  };
  return Object.entries(text).map(([path, body]) => ({ path, body: Buffer.from(body) }));
}

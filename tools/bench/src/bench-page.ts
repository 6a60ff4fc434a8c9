/** `npm run bench:page`: loads pages of 1, 2, 5 and 10 features in a browser over a slow line, and prints bytes, requests and times of each way to deliver them. */
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PintagError } from '@pintag/cdn';
import { readLayers, requireSurface } from '@pintag/runtime/build';
import { readAnswers } from './page/answers.ts';
import { openBrowser } from './page/browser/open-browser.ts';
import { openAngularBuilds } from './page/build/angular-builds.ts';
import { keepIn } from './page/build/keep.ts';
import { type LaterVisits, visitAgain } from './page/later-visits.ts';
import { measurePage, type Stage } from './page/measure-pages.ts';
import { pageFeatures, pages, pageSizes } from './page/page-features.ts';
import { pageRow, type PageRow } from './page/page-rows.ts';
import { presentPages } from './page/present-pages.ts';
import { selfSigned } from './page/site/self-signed.ts';
import { serveCdn, serveHost } from './page/site/serve-site.ts';
import { variants } from './page/variants.ts';
import { positiveNumber, readArguments, runEntry } from './report/entry.ts';
import { describeMachine } from './report/machine.ts';
import { writeSection } from './report/write-section.ts';

const help = `npm run bench:page [-- options]

Loads pages with 1, 2, 5 and 10 different features in Chromium, over 1.6 Mbit/s with round trips of 150 ms: self-contained bundles, one build
of all, and Pintag's shared runtime, each with and without preload lines.

  --page <n>         one of ${pageSizes.join(', ')}; default: all
  --runs <n>         cold loads of each, all variants in turn; default: 11
  --cpu <factors>    how many times slower the processor is made; default: 1,4
  --scratch <folder> where builds are kept; default: pintag-bench in the system's folder for temporary files
  --json             print rows as JSON instead of tables
  --write <page>     also put the tables between the marks of a page, as docs/benchmarks.md
`;

await runEntry(async () => {
  const { values } = readArguments(() =>
    parseArgs({
      options: {
        page: { type: 'string' },
        runs: { type: 'string', default: '11' },
        cpu: { type: 'string', default: '1,4' },
        scratch: { type: 'string', default: join(tmpdir(), 'pintag-bench') },
        json: { type: 'boolean', default: false },
        write: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  if (values.help) return void process.stdout.write(help);

  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const wanted = pages.filter(({ size }) => values.page === undefined || values.page === `${size}`);
  if (!wanted.length)
    throw new PintagError('PT_USAGE', { problem: `There is no page of ${values.page}. It is one of ${pageSizes.join(', ')}.` });
  const runs = positiveNumber('--runs', values.runs);
  const cpuSlowdowns = values.cpu.split(',').map((factor) => positiveNumber('--cpu', factor));
  const say = (line: string): void => void process.stderr.write(`${line}\n`);

  const folder = join(resolve(values.scratch), 'page');
  const kept = join(folder, 'kept');
  const keep = keepIn(kept, say);
  const builds = await openAngularBuilds({ root, folder, features: pageFeatures, layers: await readLayers(root), keep, say });
  const { names: seeded } = await requireSurface(root);

  const certificate = selfSigned(new Date());
  await using cdn = await serveCdn(certificate);
  await using host = await serveHost(certificate, await readAnswers(pageFeatures));
  await using browser = await openBrowser({ env: process.env, fingerprint: certificate.fingerprint });
  const line = { bitsPerSecond: 1_600_000, roundTrip: 150 };
  // Compressing a file is nothing to talk about.
  const stage: Stage = { builds, seeded, cdn, host, browser, line, keep: keepIn(kept, () => {}), say };

  const rows: PageRow[] = [];
  const later: LaterVisits[] = [];
  for (const page of wanted) {
    rows.push(...(await measurePage(page, { runs, cpuSlowdowns }, stage)).map(pageRow));
    if (page.size !== 10) continue;
    for (const variant of variants.filter(({ surface }) => surface === 'seeded')) later.push(await visitAgain(page, variant, stage));
  }

  const command = `npm run bench:page -- ${values.page ? `--page ${values.page} ` : ''}--runs ${values.runs} --cpu ${values.cpu}`;
  const text = `\`${command}\` on ${describeMachine(browser.version)}.\n\n${presentPages(rows, later)}`;
  if (values.write) await writeSection(resolve(root, values.write), 'bench:page', text);
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 2)}\n` : `${text}\n`);
});

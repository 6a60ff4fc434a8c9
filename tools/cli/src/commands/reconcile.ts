/** `pintag reconcile`: finish what broke off and put right what somebody broke; with `--check`, only say what does not agree. */
import { randomUUID } from 'node:crypto';
import { PintagError } from '@pintag/cdn/errors';
import { inspect, reconcile, type ReconcileResult } from '@pintag/release';
import { Command, Option } from 'commander';
import { checkFiles, handOnChecksums, readPublished } from '../ci/hand-on.ts';
import { noteRecorded } from '../ci/note-recorded.ts';
import { releaseTools } from '../release-tools.ts';
import { openTarget, type Target } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { presentDiscrepancies, presentHealing } from '../terminal/present-discrepancies.ts';
import { presentResults } from '../terminal/present-results.ts';
import { mistake } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { collectNames, collectSelection, jsonOption, logOption } from './options.ts';

interface ReconcileOptions {
  readonly check?: true;
  readonly adopt?: readonly string[];
  readonly restore?: readonly string[];
  readonly rebuild?: true;
  readonly checksums?: string;
  readonly attest?: readonly string[];
  readonly json?: true;
  readonly log: 'text' | 'json';
}

export function reconcileCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('reconcile')
    .description('Compare git tags with the CDN and finish every release that broke off.')
    .addOption(
      new Option('--check', 'list everything that does not agree, each with its remedy, and heal nothing').conflicts([
        'adopt',
        'restore',
        'rebuild',
        'checksums',
        'attest',
      ]),
    )
    .option('--adopt <tag>', 'also publish this tag, made by hand or before Pintag; may be given several times', collectNames)
    .option('--restore <tag>', 'push this tag again, which somebody deleted; may be given several times', collectNames)
    .option('--rebuild', 'first derive every version list and the index again from all records')
    .option('--checksums <file>', 'write sha256sum lines of main.js and manifest.json of what was published; no file without any')
    .option('--attest <versions>', 'of --checksums: also lines of these published versions, such as calendar@1.0.1', collectSelection)
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText(
      'after',
      '\nExit code: 0 when tags and CDN agree, 1 otherwise. docs/repair.md has what to do about each thing that --check names.',
    )
    .action(async (options: ReconcileOptions) => {
      if (options.attest?.length && options.checksums === undefined)
        throw new PintagError('PT_USAGE', { problem: '--attest says what else is in the file of --checksums, which is not given.' });
      await checkFiles(options, io);
      const run = randomUUID();
      const log = createTalk(io, options.log, run);
      const workspace = await openWorkspace(io, { log, purpose: options.check ? 'plan' : 'release', run });
      try {
        const target = await openTarget(workspace.config, workspace.root, io);
        try {
          const ok = options.check ? await check(workspace, target, options, io) : await heal(workspace, target, options, io);
          if (!ok) exit(mistake);
        } finally {
          await target.close();
        }
      } finally {
        await workspace.repository.close();
      }
    });
}

async function check({ repository }: Workspace, { store, keyValues }: Target, { json }: ReconcileOptions, io: Io): Promise<boolean> {
  const inspection = await inspect({ repository, store, ...(keyValues && { keyValues }) });
  io.stdout(json ? `${JSON.stringify(inspection, undefined, 2)}\n` : presentDiscrepancies(inspection.discrepancies, { colour: io.colour }));
  return inspection.ok;
}

async function heal(workspace: Workspace, target: Target, options: ReconcileOptions, io: Io): Promise<boolean> {
  const { adopt, restore, rebuild, checksums, attest = [], json } = options;
  const log = createTalk(io, options.log, workspace.repository.run);
  const before = await readPublished(attest, target);
  const { watch, recorded } = noteRecorded();
  let result: ReconcileResult;
  try {
    result = await reconcile({ ...releaseTools({ workspace, target, io, log, watch }), adopt, restore, rebuild });
  } finally {
    // Also what was published before something broke.
    if (checksums !== undefined) await handOnChecksums(recorded(), { checksums, before }, { io, target, log });
  }
  io.stdout(json ? `${JSON.stringify(result, undefined, 2)}\n` : presentReconciled(result, io));
  return result.ok;
}

function presentReconciled(result: ReconcileResult, { colour }: Io): string {
  const { features, healed, left } = result;
  const isQuiet = features.length === 0 && healed.length === 0 && left.length === 0;
  if (isQuiet) return 'Nothing to do: tags, notes, records, receipts, objects, lists, index and channels agree.\n';
  return `${features.length > 0 ? presentResults(features, { colour }) : ''}${presentHealing(result, { colour })}`;
}

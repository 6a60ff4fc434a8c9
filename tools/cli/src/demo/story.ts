/** The story that the project exists for: two features released one by one, pinned by script tags, one rolled back by editing one URL. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArtefactStore, parseRecord, recordKey } from '@pintag/cdn';
import { findDisagreements } from './agreement.ts';
import type { Viewer } from './browser.ts';
import { aboutRuntime } from './about-runtime.ts';
import { agendaFix, calendarFix, type Edit, namedZone, questionnaireFeature, sharedFix, timeLeft } from './edits.ts';
import type { HostPage } from './host-page.ts';
import type { Narrator } from './narrator.ts';
import type { DemoRepository } from './repository.ts';
import type { Pintag } from './run-pintag.ts';

export interface StoryParts {
  readonly narrator: Narrator;
  readonly repository: DemoRepository;
  readonly pintag: Pintag;
  readonly store: ArtefactStore;
  readonly host: HostPage;
  /** Of the page in a browser, with where its backend is. */
  readonly url: string;
  readonly viewer: Viewer;
  /** Where screenshots go. */
  readonly screenshots: string;
}

export async function tellStory(parts: StoryParts): Promise<void> {
  const { narrator, repository, pintag } = parts;

  narrator.chapter('Release all features for the first time: a questionnaire, and three that one library holds');
  await releaseAndCheck(parts, ['calendar-agenda@1.0.0', 'calendar-month@1.0.0', 'calendar@1.0.0', 'questionnaire@1.0.0']);
  for (const target of ['questionnaire@1.0.0', 'calendar@1.0.0']) narrator.say((await pintag('tag', target)).stdout);

  narrator.chapter('A feature for the questionnaire: only the questionnaire gets a version');
  await commit(parts, questionnaireFeature);
  await releaseAndCheck(parts, ['questionnaire@1.1.0']);

  narrator.chapter('A fix for the calendar: only the calendar gets a version');
  await commit(parts, calendarFix);
  await releaseAndCheck(parts, ['calendar@1.0.1']);

  narrator.chapter('A fix in a file that only the agenda is made of: of the three features in its library only that one gets a version');
  await commit(parts, agendaFix);
  await releaseAndCheck(parts, ['calendar-agenda@1.0.1']);

  narrator.chapter('A fix in a library that all use: a patch for each, with the reason');
  await commit(parts, sharedFix);
  await pintag('plan').then(({ stdout }) => stdout.split('\n').forEach((line) => narrator.say(line)));
  await releaseAndCheck(
    parts,
    ['calendar-agenda@1.0.2', 'calendar-month@1.0.1', 'calendar@1.0.2', 'questionnaire@1.1.1'],
    'shared-elements',
  );

  narrator.chapter('Pin questionnaire 1.1.0 and calendar 1.0.1 in the host page');
  await pinAndLook(parts);

  narrator.chapter('Roll the questionnaire back by editing its URL, and nothing else');
  await rollBackAndLook(parts);

  narrator.chapter('Do tags, records, receipts and index agree?');
  const tags = await repository.tags();
  const log = await repository.log();
  for (const { name, commit } of tags)
    narrator.say(`${name.padEnd(20)} ${log.find((line) => line.startsWith(commit)) ?? `${commit}, which main does not contain`}`);
  const expected = [
    ['calendar-v1.0.1', calendarFix],
    ['calendar-agenda-v1.0.1', agendaFix],
    ['calendar-agenda-v1.0.2', sharedFix],
    ['calendar-month-v1.0.1', sharedFix],
    ['calendar-v1.0.2', sharedFix],
    ['questionnaire-v1.1.0', questionnaireFeature],
    ['questionnaire-v1.1.1', sharedFix],
  ] as const;
  narrator.check('the remote has exactly the eleven tags of this story', tags.length === 11, tags.map(({ name }) => name).join(', '));
  for (const [name, { message }] of expected) {
    const commit = tags.find((tag) => tag.name === name)?.commit;
    narrator.check(`${name} is on its commit: ${message}`, log.includes(`${commit} ${message}`), commit);
  }
  const disagreements = await findDisagreements(parts.store, tags);
  narrator.check(
    'records, receipts, version lists and the index name the same versions and commits as the tags',
    disagreements.length === 0,
    JSON.stringify(disagreements),
  );
  const again = await pintag('release', '--json');
  narrator.check(
    'releasing the same commit again changes nothing',
    again.exitCode === 0 && released(again.stdout).length === 0,
    again.stdout,
  );
}

async function commit({ narrator, repository }: StoryParts, edit: Edit): Promise<void> {
  await repository.commit(edit);
  narrator.say(`committed and pushed: ${edit.message}  (${edit.file})`);
}

interface ReleaseOutput {
  readonly features: readonly { readonly feature: string; readonly version?: string; readonly status: string }[];
  readonly plan: {
    readonly releases: readonly {
      readonly feature: string;
      readonly reasons: readonly { readonly subject: string; readonly through?: readonly string[] }[];
    }[];
  };
}

async function releaseAndCheck({ narrator, pintag }: StoryParts, expected: readonly string[], through?: string): Promise<void> {
  const run = await pintag('release', '--json');
  const went = run.exitCode === 0 ? released(run.stdout) : [];
  narrator.check(
    `released: ${expected.join(', ')}, and nothing else`,
    went.join() === expected.join(),
    run.exitCode === 0 ? went.join(', ') : `exit code ${run.exitCode}`,
  );
  if (!through || run.exitCode !== 0) return;
  for (const { feature, reasons } of (JSON.parse(run.stdout) as ReleaseOutput).plan.releases) {
    const reason = reasons.find((one) => one.through?.includes(through));
    narrator.check(`${feature} says why: through ${through}`, reason !== undefined, JSON.stringify(reasons));
  }
}

const released = (json: string): string[] =>
  (JSON.parse(json) as ReleaseOutput).features
    .filter(({ status }) => status === 'released')
    .map(({ feature, version }) => `${feature}@${version}`)
    .sort();

async function pinAndLook({ narrator, pintag, host, url, viewer, screenshots }: StoryParts): Promise<void> {
  for (const target of ['questionnaire@1.1.0', 'calendar@1.0.1']) {
    const { exitCode } = await pintag('pin', target, host.file);
    const tag = (await pintag('tag', target)).stdout;
    const page = await readFile(host.file, 'utf8');
    narrator.check(`the page holds the tag that \`pintag tag ${target}\` prints`, exitCode === 0 && page.includes(tag), tag);
  }
  const seen = await viewer.look({ url, screenshot: join(screenshots, '1-pinned.png'), expect: ['questionnaire', 'calendar'] });
  narrator.check(
    'the page loads questionnaire 1.1.0 and calendar 1.0.1',
    seen.loaded.join() === 'calendar@1.0.1,questionnaire@1.1.0',
    seen.loaded.join(),
  );
  const { runtimes, twice, line } = aboutRuntime(seen.requests);
  narrator.check(
    'both features run on one runtime, and the browser fetches each file of it once',
    runtimes.length === 1 && twice.length === 0,
    line,
  );
  narrator.say(line);
  narrator.check("the questionnaire shows 1.1.0's feature", timeLeft.test(seen.questionnaire ?? ''), seen.questionnaire);
  narrator.check("the calendar shows 1.0.1's fix", (seen.calendar ?? '').includes(namedZone), seen.calendar);
}

async function rollBackAndLook({ narrator, store, host, url, viewer, screenshots }: StoryParts): Promise<void> {
  const pinned = await readFile(host.file, 'utf8');
  const edited = (version: string): string =>
    pinned.replace('/elements/v1.1.0/questionnaire/main.js', () => `/elements/v${version}/questionnaire/main.js`);

  await writeFile(host.file, edited('1.0.0'));
  narrator.say("edited v1.1.0 to v1.0.0 in the questionnaire's URL; its integrity attribute is the one of 1.1.0");
  const back = await viewer.look({ url, screenshot: join(screenshots, '2-rolled-back.png'), expect: ['questionnaire', 'calendar'] });
  narrator.check(
    'the page loads questionnaire 1.0.0 and still calendar 1.0.1',
    back.loaded.join() === 'calendar@1.0.1,questionnaire@1.0.0',
    back.loaded.join(),
  );
  narrator.check(
    "the questionnaire works without 1.1.0's feature",
    back.questionnaire !== undefined && !timeLeft.test(back.questionnaire),
    back.questionnaire,
  );
  narrator.check("the calendar keeps 1.0.1's fix", (back.calendar ?? '').includes(namedZone), back.calendar);
  const { runtimes } = aboutRuntime(back.requests);
  const recorded = await recordedRuntime(store, 'questionnaire', '1.0.0');
  narrator.check(
    'questionnaire 1.0.0 is back on the runtime that its record names, and nobody had to restore it',
    recorded !== undefined && runtimes.includes(recorded),
    `${recorded}; the page asked for ${runtimes.join(', ')}`,
  );
  narrator.check('the browser refused nothing', back.refusals.length === 0, back.refusals.join(' '));

  await writeFile(host.file, edited('1.1.1'));
  narrator.say('edited it to v1.1.1, a later version that this integrity does not cover');
  const refused = await viewer.look({ url, screenshot: join(screenshots, '3-refused.png'), expect: ['calendar'] });
  narrator.check(
    'the browser refuses questionnaire 1.1.1',
    refused.questionnaire === undefined && refused.refusals.length > 0,
    refused.questionnaire,
  );
  narrator.check('the calendar next to it is not touched', (refused.calendar ?? '').includes(namedZone), refused.calendar);

  await writeFile(host.file, edited('1.0.0'));
}

async function recordedRuntime(store: ArtefactStore, feature: string, version: string): Promise<string | undefined> {
  const key = recordKey(feature, version);
  const stored = await store.read(key);
  return stored && parseRecord(stored.body, key).runtime;
}

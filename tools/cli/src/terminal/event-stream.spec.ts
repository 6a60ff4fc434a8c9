import { readFile } from 'node:fs/promises';
import { PintagError } from '@pintag/cdn';
import { type EventLine, release, type ReleaseTools } from '@pintag/release';
import { docsFile, validate } from '@pintag/release/testing/json-schema';
import { createTestRelease } from '@pintag/release/testing/test-release';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';
import { makeWorkspace } from '../testing/workspace.ts';
import { createEventStream } from './event-stream.ts';
import { jsonLine } from './json-line.ts';
import { maskSecrets } from './mask-secrets.ts';

const schema = await readFile(docsFile('release-events.schema.json'), 'utf8');
const asked = { dryRun: false };

/** Each line, after all of them were found to be as documented. */
function checked(stderr: string): EventLine[] {
  const lines = stderr.trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as EventLine);
  expect(events.flatMap((event) => validate(schema, event).map((wrong) => `${JSON.stringify(event)}: ${wrong}`))).toEqual([]);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, position) => position));
  expect(new Set(events.map(({ run }) => run)).size).toBe(1);
  expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted());
  expect(events.filter(({ event }) => event === 'run-started')).toEqual([events[0]]);
  expect(events.filter(({ event }) => event === 'run-ended')).toEqual([events.at(-1)]);
  expect(openPhases(events)).toEqual([]);
  return events;
}

function openPhases(events: readonly EventLine[]): string[] {
  const open: string[] = [];
  for (const event of events) {
    if (event.event === 'phase-started') open.push(event.phase);
    if (event.event === 'phase-ended') expect(open.pop()).toBe(event.phase);
  }
  return open;
}

/** Of a run of the library on git, store and edge in memory. */
async function eventsOf(tools: ReleaseTools, now: () => number = Date.now): Promise<EventLine[]> {
  let stderr = '';
  const stream = createEventStream({ now, stderr: (text) => (stderr += text) }, { run: tools.repository.run, asked });
  const { log, watch, stopwatch } = stream;
  const result = await release({ ...tools, log, watch, stopwatch });
  stream.finished(result, result.ok ? 0 : 1);
  return checked(stderr);
}

const statesOf = (events: readonly EventLine[], feature: string): string[] =>
  events.flatMap((event) => (event.event === 'feature' && event.feature === feature ? [event.state] : []));

test('a release tells its phases, how far each feature is, and what became of it', async () => {
  const { tools } = createTestRelease();
  const events = await eventsOf(tools());

  const phases = events.flatMap((event) => (event.event === 'phase-started' ? [event.phase] : []));
  expect(phases).toEqual(['repair', 'plan', 'build', 'tag', 'publish', 'finish']);
  expect([...new Set(statesOf(events, 'calendar'))]).toEqual([
    'building',
    'staged',
    'tagged',
    'publishing',
    'recorded',
    'verifying',
    'listed',
    'finished',
  ]);
  const last = events.filter((event) => event.event === 'feature' && event.state === 'publishing').at(-1);
  expect(last).toMatchObject({ files: { done: 8, of: 8 } });
  expect(events.slice(-3)).toMatchObject([
    { event: 'result', feature: 'calendar', status: 'released', version: '1.0.0' },
    { event: 'result', feature: 'questionnaire', status: 'released' },
    { event: 'run-ended', ok: true, exitCode: 0, results: { released: 2 } },
  ]);
});

test('every step of a feature says how long it took, and the ones that move bytes how many', async () => {
  const { tools } = createTestRelease(['calendar']);
  const events = await eventsOf(tools());

  const told = events.flatMap((event) => (event.event === 'message' && event.feature === 'calendar' ? [event] : []));
  expect(told.filter(({ durationMs }) => durationMs === undefined)).toEqual([]);
  expect(told.map(({ step }) => step)).toEqual(['stage', 'tag', 'verify', 'index', 'publish', 'receipt']);
  const moved = told.filter(({ bytes }) => bytes !== undefined && bytes > 0).map(({ step }) => step);
  expect(moved).toEqual(['stage', 'verify', 'publish']);
});

test('every move of a feature names its step, and when the state changes, how long the one before lasted', async () => {
  const { tools } = createTestRelease(['calendar']);
  let time = Date.UTC(2026, 10, 22);
  const events = await eventsOf(tools(), () => (time += 5));
  const moves = events.flatMap((event) => (event.event === 'feature' ? [event] : []));

  expect([...new Set(moves.map(({ step }) => step))]).toEqual(['build', 'stage', 'tag', 'publish', 'verify', 'index', 'receipt']);
  const changes = moves.filter(({ state }, position) => state !== moves[position - 1]?.state);
  expect(changes.filter(({ durationMs }) => durationMs === undefined)).toEqual([changes[0]]);
  expect(moves.filter((move) => !changes.includes(move) && move.durationMs !== undefined)).toEqual([]);
});

test('what fails for one feature is an error with its code, and a result', async () => {
  const { tools, remote } = createTestRelease();
  remote.refused.add('calendar');
  const events = await eventsOf(tools());

  expect(statesOf(events, 'calendar').at(-1)).toBe('failed');
  expect(events.filter(({ event }) => event === 'error')).toMatchObject([
    { feature: 'calendar', version: '1.0.0', code: 'PT_PUSH_REFUSED', remedy: expect.any(String), page: 'docs/errors/PT_PUSH_REFUSED.md' },
  ]);
  expect(events.at(-1)).toMatchObject({ ok: false, exitCode: 1, results: { failed: 1, released: 1 } });
});

test('planning again is told, with the plan of the new attempt', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  const other = tools();
  remote.beforePush = async (releases) => {
    remote.beforePush = () => {};
    await other.repository.push(releases);
  };
  const events = await eventsOf(tools());

  expect(events.filter(({ event }) => event === 'planned' || event === 'replanning')).toMatchObject([
    { event: 'planned', attempt: 1, releases: [{ feature: 'calendar', to: '1.0.0' }] },
    { event: 'replanning', attempt: 2, of: 5, features: ['calendar'] },
    { event: 'planned', attempt: 2, releases: [] },
  ]);
});

test('a clock that is set back does not make a later line look earlier', async () => {
  const { tools } = createTestRelease();
  let time = Date.UTC(2026, 10, 22);
  await eventsOf(tools(), () => (time -= 1000));
});

test('a run that breaks down ends with the error and its exit code, and nothing comes after', () => {
  const lines: string[] = [];
  const stream = createEventStream({ now: Date.now, stderr: (text) => lines.push(text) }, { run: 'a-run', asked });
  const cause = new PintagError('PT_NO_COMMIT', { root: '/school' });
  expect(stream.failed(new AggregateError([cause, cause]))).toBe(1);
  stream.interrupted(130);
  stream.log({ level: 'info', step: 'plan', message: 'late' });

  expect(checked(lines.join('')).map(({ event }) => event)).toEqual(['run-started', 'error', 'error', 'run-ended']);
});

test('a bug is an error without a code', () => {
  const lines: string[] = [];
  const stream = createEventStream({ now: Date.now, stderr: (text) => lines.push(text) }, { run: 'a-run', asked });
  expect(stream.failed(new TypeError('of undefined'))).toBe(70);
  expect(checked(lines.join('')).slice(-2)).toMatchObject([
    { message: expect.stringContaining('TypeError: of undefined') },
    { event: 'run-ended', exitCode: 70 },
  ]);
});

test('secrets are masked in the strings, and numbers stay numbers', () => {
  const mask = maskSecrets({ API_TOKEN: 'a"b\\cde', DB_PASSWORD: '12345' });
  const line = jsonLine({ bytes: 12345, message: 'with a"b\\cde and 12345', facts: ['a"b\\cde'] }, mask);
  expect(JSON.parse(line)).toEqual({ bytes: 12345, message: 'with [secure] and [secure]', facts: ['[secure]'] });
});

test('the command prints nothing else on stderr, whether it releases or refuses to', async () => {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const { root } = workspace;

  const dry = await runCommand(['release', '--dry-run', '--log', 'json', '--json'], { cwd: root });
  expect(checked(dry.stderr)).toMatchObject({ 0: { event: 'run-started', dryRun: true } });
  expect(checked(dry.stderr)).toContainEqual(expect.objectContaining({ event: 'checkout', branch: 'main' }));
  expect(JSON.parse(dry.stdout)).toMatchObject({ ok: true });

  // Nothing can be built here.
  const failed = await runCommand(['release', '--log', 'json'], { cwd: root });
  expect(checked(failed.stderr).at(-1)).toMatchObject({ ok: false, exitCode: 1, results: { failed: 2 } });

  const unknown = await runCommand(['release', '--only', 'calender', '--log', 'json', '--json'], { cwd: root });
  expect(checked(unknown.stderr).slice(-2)).toMatchObject([
    { event: 'error', code: 'PT_FEATURE_UNKNOWN', remedy: expect.stringContaining('Is it calendar?') },
    { event: 'run-ended', exitCode: 1 },
  ]);
  expect(JSON.parse(unknown.stdout)).toMatchObject({ error: { code: 'PT_FEATURE_UNKNOWN' } });

  for (const [wrong, code] of [
    ['--jason', 'PT_USAGE'],
    ['--only=Calendar', 'PT_FEATURE_NAME'],
    ['--only=a,,b', 'PT_USAGE'],
  ] as const) {
    const refused = await runCommand(['release', wrong, '--log=json'], { cwd: root });
    expect(checked(refused.stderr)).toMatchObject([
      { event: 'run-started' },
      { event: 'error', code },
      { event: 'run-ended', exitCode: 1 },
    ]);
  }
});

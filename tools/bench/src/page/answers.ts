/** What the APIs of the features answer on the benchmark's pages: always the same. */
import { readFile } from 'node:fs/promises';
import { makeEvents } from '../../../../mocks/calendar/fixtures.ts';
import { makeSurvey } from '../../../../mocks/survey/fixtures.ts';
import type { PageFeature } from './page-features.ts';

/** By path. */
export async function readAnswers(features: readonly PageFeature[]): Promise<ReadonlyMap<string, unknown>> {
  const answers = new Map<string, unknown>([
    ['/api/calendars/default/events', { events: makeEvents('2026-11-18') }],
    ['/api/surveys/42', makeSurvey()],
  ]);
  for (const { name } of features) {
    const text = await readFile(new URL(`features/${name}/answers.json`, import.meta.url), 'utf8').catch(() => '{}');
    for (const [path, answer] of Object.entries(JSON.parse(text) as Record<string, unknown>)) answers.set(path, answer);
  }
  return answers;
}

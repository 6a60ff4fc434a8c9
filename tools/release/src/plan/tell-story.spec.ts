import { expect, test, vi } from 'vitest';
import { createTestRemote, type TestClone } from '../git/testing/test-remote.ts';
import type { OpenRepositoryOptions } from '../git/open-repository.ts';
import type { PlannedRelease } from './plan.ts';

// Real git and real semantic-release: some tests make several releases.
vi.setConfig({ testTimeout: 90_000 });

/** What the run that makes the tags knows of them. */
async function release(clone: TestClone, options: Partial<OpenRepositoryOptions> = {}): Promise<readonly PlannedRelease[]> {
  const repository = await clone.open(options);
  const outcomes = await repository.push((await repository.plan()).releases);
  await repository.close();
  return outcomes.map(({ release: pushed }) => pushed);
}

async function storyOf(clone: TestClone, wanted: string, options: Partial<OpenRepositoryOptions> = {}) {
  const repository = await clone.open(options);
  const tag = (await repository.tags()).find((one) => one.tag === wanted)!;
  const story = await repository.story(tag);
  await repository.close();
  return story;
}

/** The heading has the day. */
const withoutDay = (notes: string | undefined) => notes?.replace(/\(\d{4}-\d\d-\d\d\)/, '(day)');
const counting = ({ reasons }: PlannedRelease) => reasons.flatMap(({ commit, bump }) => (bump ? [commit] : []));

test('any later run can tell of a version what the run knew that made its tag', async () => {
  const { first } = await createTestRemote();
  await first.commit('feat(calendar): weeks', { 'libs/calendar/src/weeks.ts': '1' });
  await first.commit('fix(ui): corners', { 'libs/shared/ui/src/index.ts': '2' });
  await first.push();
  const released = await release(first);
  expect(released.map(({ tag }) => tag)).toEqual(['calendar-v1.1.0', 'questionnaire-v1.0.1']);
  await first.commit('feat(calendar): months', { 'libs/calendar/src/months.ts': '1' });
  await first.push();
  await release(first);

  for (const one of released) {
    const story = await storyOf(first, one.tag);
    expect({ ...story, notes: withoutDay(story.notes) }).toEqual({ notes: withoutDay(one.notes), commits: counting(one), channel: null });
  }
});

test('a prerelease is told as its branch released it, also from another branch', async () => {
  const { first } = await createTestRemote();
  const branches = ['main', { name: 'next', prerelease: true }];
  await first.git('switch', '--quiet', '--create', 'next');
  await first.commit('feat(calendar): weeks', { 'libs/calendar/src/weeks.ts': '1' });
  await first.push('next');
  const [released] = await release(first, { branches });
  expect(released!.tag).toBe('calendar-v1.1.0-next.1');

  await first.git('switch', '--quiet', 'main');
  const story = await storyOf(first, 'calendar-v1.1.0-next.1', { branches });
  expect({ ...story, notes: withoutDay(story.notes) }).toEqual({
    notes: withoutDay(released!.notes),
    commits: counting(released!),
    channel: 'next',
  });
});

test('of a tag that no plan would make, nothing is told', async () => {
  const { first } = await createTestRemote();
  await first.git('tag', 'calendar-v7.0.0');
  await first.git('push', '--quiet', 'origin', 'calendar-v7.0.0');
  expect(await storyOf(first, 'calendar-v7.0.0')).toEqual({ notes: '', commits: [], channel: null });
});

import { expect, test } from 'vitest';
import { defineMockApi } from './mock-api.ts';
import { openMockNetwork } from './mock-network.ts';
import { apis } from './registry.ts';
import { formatChoice, parseChoice } from './scenario-choice.ts';

const nothing = { about: 'Nothing.', handlers: () => [] };
const clubs = defineMockApi({ name: 'clubs', path: '/api/clubs', createState: () => undefined, happy: nothing, empty: nothing });
const trips = defineMockApi({ name: 'trips', path: '/api/trips', createState: () => undefined, happy: nothing, empty: nothing });

test.each([
  { text: '', choice: {}, mistakes: [] },
  { text: 'clubs:error', choice: { clubs: 'error' }, mistakes: [] },
  { text: ' clubs:slow , trips:empty ', choice: { clubs: 'slow', trips: 'empty' }, mistakes: [] },
  { text: 'clubs:error,clubs:slow', choice: { clubs: 'slow' }, mistakes: [] },
  { text: 'clubs', choice: {}, mistakes: ['clubs has no scenario "". It has happy, empty, slow, error, offline, signed-out.'] },
  {
    text: 'clubs:toString',
    choice: {},
    mistakes: ['clubs has no scenario "toString". It has happy, empty, slow, error, offline, signed-out.'],
  },
  { text: 'lunch:error,trips:slow', choice: { trips: 'slow' }, mistakes: ['No mocked API is called "lunch". There are clubs, trips.'] },
])('"$text" is read', ({ text, choice, mistakes }) => {
  expect(parseChoice(text, [clubs, trips])).toEqual({ choice, mistakes });
});

test('a choice is written so that it is read back; happy is what needs no word', () => {
  const choice = { clubs: 'slow', trips: 'happy' };
  expect(formatChoice(choice)).toBe('clubs:slow');
  expect(parseChoice(formatChoice(choice), [clubs, trips]).choice).toEqual({ clubs: 'slow' });
});

test('an unknown scenario is refused with what there is', () => {
  const network = openMockNetwork({ apis: [clubs] });
  expect(() => network.setScenario('clubs', 'sunny')).toThrow('clubs has no scenario "sunny". It has happy, empty');
  expect(() => network.setScenario('lunch', 'happy')).toThrow('No mocked API is called "lunch"');
  expect(() => openMockNetwork({ apis: [clubs], scenario: 'clubs:sunny' })).toThrow(RangeError);
  expect(network.choice).toEqual({ clubs: 'happy' });
});

test('every registered API has the scenarios that all share, each with a sentence', () => {
  for (const { name, scenarios } of apis) {
    expect(Object.keys(scenarios), name).toEqual(expect.arrayContaining(['happy', 'empty', 'slow', 'error', 'offline', 'signed-out']));
    expect(
      Object.values(scenarios).filter((about) => !about.endsWith('.')),
      name,
    ).toEqual([]);
  }
});

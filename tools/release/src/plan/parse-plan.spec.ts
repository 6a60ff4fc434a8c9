import { expect, test } from 'vitest';
import { parsePlan } from './parse-plan.ts';
import type { Plan } from './plan.ts';

const plan: Plan = {
  schema: 1,
  commit: 'a'.repeat(40),
  committedAt: '2026-11-22T09:00:00.000Z',
  branch: 'main',
  releases: [
    {
      feature: 'calendar',
      element: 'pt-calendar',
      to: '1.0.0',
      bump: 'minor',
      channel: null,
      tag: 'calendar-v1.0.0',
      reasons: [{ kind: 'own', commit: 'a'.repeat(40), subject: 'feat: begin', file: 'libs/calendar/src/element.ts', bump: 'minor' }],
      notes: '# 1.0.0',
      urls: { entry: '/elements/v1.0.0/calendar/main.js', record: '/elements/_records/calendar/1.0.0.json' },
    },
  ],
  others: [{ feature: 'questionnaire', version: '1.0.0', why: 'unchanged' }],
  ignored: [],
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

test('a plan that was printed is read back as it was', () => {
  expect(parsePlan(bytes(plan), 'plan.json')).toEqual(plan);
});

test.each([
  { what: 'no JSON', body: Buffer.from('{'), says: /not JSON/ },
  { what: 'a plan of a newer schema', body: bytes({ schema: 2 }), says: /schema 2, which a newer Pintag made; this one knows schema 1/ },
  { what: 'a plan of no schema', body: bytes({ ...plan, schema: undefined }), says: /schema: / },
  { what: 'a shortened commit', body: bytes({ ...plan, commit: 'abc' }), says: /commit: is no full commit hash/ },
  {
    what: 'a release without a version',
    body: bytes({ ...plan, releases: [{ ...plan.releases[0], to: undefined }] }),
    says: /releases\.0\.to/,
  },
])('$what is refused, and said', ({ body, says }) => {
  expect(() => parsePlan(body, 'plan.json')).toThrowError(says);
});

test('a subject stays in its line, whoever wrote the plan', () => {
  const reasons = [{ ...plan.releases[0]!.reasons[0]!, subject: 'fix: a\u2028b\u001B[2J\nc' }];
  const read = parsePlan(
    bytes({ ...plan, releases: [{ ...plan.releases[0], reasons }], ignored: [{ commit: 'b'.repeat(40), subject: 'x\u2029y' }] }),
    'plan.json',
  );

  expect([read.releases[0]?.reasons[0]?.subject, read.ignored[0]?.subject]).toEqual(['fix: a b [2J', 'x y']);
});

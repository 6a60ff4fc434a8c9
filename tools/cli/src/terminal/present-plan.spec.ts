import type { Plan } from '@pintag/release';
import { expect, test } from 'vitest';
import { presentPlan } from './present-plan.ts';

const plan: Plan = {
  schema: 1,
  commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
  committedAt: '2026-11-22T09:00:00.000Z',
  branch: 'main',
  releases: [
    {
      feature: 'calendar',
      element: 'pt-calendar',
      from: '1.0.1',
      to: '1.0.2',
      bump: 'patch',
      channel: null,
      tag: 'calendar-v1.0.2',
      reasons: [
        {
          kind: 'dependency',
          commit: '9f8e7d6c5b4a',
          subject: 'fix(shared-elements): keep the state',
          file: 'libs/shared/elements/src/define-feature.ts',
          through: ['calendar', 'shared-elements'],
          bump: 'patch',
        },
        { kind: 'own', commit: 'd0c5d0c5d0c5', subject: 'docs(calendar): a table', file: 'libs/calendar/src/x.ts' },
      ],
      notes: '',
      urls: { entry: 'https://cdn.example.com/elements/v1.0.2/calendar/main.js', record: '' },
    },
  ],
  others: [{ feature: 'questionnaire', version: '1.1.0', why: 'superseded', by: 'questionnaire-v1.2.0' }],
  ignored: [{ commit: 'abcdef0123456789', subject: 'wip' }],
};

test('a plan says what goes out, why, and what does not', () => {
  expect(presentPlan(plan, { colour: false })).toMatchInlineSnapshot(`
    "Plan for 1a2b3c4d on main

    calendar  1.0.1 → 1.0.2  patch
      9f8e7d6c  patch  fix(shared-elements): keep the state  through shared-elements, libs/shared/elements/src/define-feature.ts
      and 1 commit of types that release nothing
      https://cdn.example.com/elements/v1.0.2/calendar/main.js

    questionnaire stays at 1.1.0: superseded by questionnaire-v1.2.0, made from a later commit.

    Not Conventional Commits, so they count for nothing:
      abcdef01  wip
    "
  `);
});

test('an empty plan says so', () => {
  expect(presentPlan({ ...plan, releases: [], others: [], ignored: [] }, { colour: false })).toBe(
    'Plan for 1a2b3c4d on main\n\nNothing to release.\n',
  );
});

import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { plainProblem, problem } from '../problem.ts';
import { makeReceipt, makeSurvey } from './fixtures.ts';
import type { InvalidAnswers, Receipt, Survey } from './types.ts';

/** Nothing here runs: `tsc -p mocks` fails as soon as one of the marked lines compiles. */
const mistakes = [
  // @ts-expect-error `titel` is no field of a survey.
  () => http.get<never, never, Survey>('*', () => HttpResponse.json({ ...makeSurvey(), titel: 'x' })),
  // @ts-expect-error A receipt has an id.
  () => http.post<never, never, Receipt>('*', () => HttpResponse.json({ submittedAt: '2026-11-22T03:00:00Z' })),
  // @ts-expect-error A question of type `slider` does not exist.
  () => makeSurvey({ sections: [{ id: 's', title: 'S', questions: [{ id: 'q', type: 'slider', title: 'Q', required: true }] }] }),
  // @ts-expect-error A 422 names its errors.
  () => problem<InvalidAnswers>(plainProblem(422, 'Unprocessable Content')),
  // @ts-expect-error An error code is one of the API's.
  () => problem<InvalidAnswers>({ ...plainProblem(422, 'x'), errors: [{ questionId: 'q', code: 'rude', message: '' }] }),
];

test('the marked mistakes do not compile, their correct neighbours do', () => {
  expect(mistakes).toHaveLength(5);
  expect(makeReceipt({ id: 'R-1' })).toMatchObject({ id: 'R-1' });
});

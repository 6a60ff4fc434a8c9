import { getResponse } from 'msw';
import { expect, test } from 'vitest';
import { openMockNetwork } from '../mock-network.ts';
import { findSurvey } from './fixtures.ts';
import { surveyApi } from './scenarios.ts';
import type { Answer, Survey } from './types.ts';

const baseUrl = 'https://api.school.example';
const complete: readonly Answer[] = [
  { questionId: 'year', type: 'single', optionId: 'y8' },
  { questionId: 'subjects', type: 'multiple', optionIds: ['art', 'sport'] },
  { questionId: 'safe', type: 'rating', rating: 4 },
  { questionId: 'better', type: 'text', text: 'A longer lunch break.' },
  { questionId: 'day', type: 'date', date: '2027-03-10' },
];

function openSchool(scenario = '') {
  const network = openMockNetwork({ apis: [surveyApi], baseUrl, scenario, clock: () => new Date('2026-11-22T03:00:00Z') });
  const send = async (path: string, init?: RequestInit) =>
    (await getResponse([...network.handlers()], new Request(`${baseUrl}${path}`, init)))!;
  return {
    network,
    get: (id: string, headers: Record<string, string> = {}) => send(`/api/surveys/${id}`, { headers }),
    submit: (body: unknown, headers: Record<string, string> = {}) =>
      send('/api/surveys/42/responses', { method: 'POST', body: JSON.stringify(body), headers }),
    send,
  };
}

test('a survey comes in the language that is asked for', async () => {
  const { get } = openSchool();
  const titles = await Promise.all(
    ['en-GB,en;q=0.9', 'ja-JP', 'de'].map(
      async (language) => ((await (await get('42', { 'Accept-Language': language })).json()) as Survey).title,
    ),
  );
  expect(titles).toEqual(['How is school going?', '学校生活アンケート', 'How is school going?']);
});

test('both languages ask the same questions by the same rules', () => {
  const shape = (survey: Survey) =>
    JSON.parse(
      JSON.stringify(survey, (key, value: unknown) =>
        ['title', 'label', 'hint', 'introduction', 'lowLabel', 'highLabel'].includes(key) ? '' : value,
      ),
    );
  for (const id of ['42', '7']) expect(shape(findSurvey(id, 'ja')!)).toEqual(shape(findSurvey(id, 'en')!));
});

test('complete answers are taken once; then the survey says when', async () => {
  const { get, submit } = openSchool();
  const taken = await submit({ answers: complete });
  expect([taken.status, await taken.json()]).toEqual([201, { id: 'R-0001', submittedAt: '2026-11-22T03:00:00.000Z' }]);

  const again = await submit({ answers: complete });
  expect([again.status, await again.json()]).toMatchObject([409, { answeredAt: '2026-11-22T03:00:00.000Z' }]);
  expect(await (await get('42')).json()).toMatchObject({ answeredAt: '2026-11-22T03:00:00.000Z' });
});

test('each person answers for themselves', async () => {
  const { submit } = openSchool();
  const answers = await Promise.all(['aiko', 'ben'].map((who) => submit({ answers: complete }, { Authorization: `Bearer ${who}` })));
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
});

const without = (questionId: string) => complete.filter((answer) => answer.questionId !== questionId);
const instead = (answer: Answer) => [...without(answer.questionId), answer];

const refused: readonly { what: string; answers: readonly Answer[]; questionId: string; code: string }[] = [
  { what: 'a required question without an answer', answers: without('year'), questionId: 'year', code: 'required' },
  {
    what: 'an option that is none',
    answers: instead({ questionId: 'year', type: 'single', optionId: 'y1' }),
    questionId: 'year',
    code: 'unknown',
  },
  {
    what: 'too many options',
    answers: instead({ questionId: 'subjects', type: 'multiple', optionIds: ['art', 'sport', 'maths', 'science'] }),
    questionId: 'subjects',
    code: 'too-many',
  },
  {
    what: 'no option at all',
    answers: instead({ questionId: 'subjects', type: 'multiple', optionIds: [] }),
    questionId: 'subjects',
    code: 'required',
  },
  {
    what: 'a short text',
    answers: instead({ questionId: 'better', type: 'text', text: '  short  ' }),
    questionId: 'better',
    code: 'too-short',
  },
  {
    what: 'a long text',
    answers: instead({ questionId: 'better', type: 'text', text: 'x'.repeat(201) }),
    questionId: 'better',
    code: 'too-long',
  },
  {
    what: 'an e-mail address',
    answers: instead({ questionId: 'better', type: 'text', text: 'Write to aiko@example.com' }),
    questionId: 'better',
    code: 'personal-data',
  },
  {
    what: 'a mark off the scale',
    answers: instead({ questionId: 'safe', type: 'rating', rating: 6 }),
    questionId: 'safe',
    code: 'unknown',
  },
  { what: 'an early day', answers: instead({ questionId: 'day', type: 'date', date: '2027-02-28' }), questionId: 'day', code: 'too-early' },
  { what: 'a late day', answers: instead({ questionId: 'day', type: 'date', date: '2027-04-01' }), questionId: 'day', code: 'too-late' },
  {
    what: 'an answer of another type',
    answers: instead({ questionId: 'day', type: 'text', text: '2027-03-10' }),
    questionId: 'day',
    code: 'unknown',
  },
  {
    what: 'an answer nobody asked for',
    answers: [...complete, { questionId: 'shoe', type: 'rating', rating: 1 }],
    questionId: 'shoe',
    code: 'unknown',
  },
];

test.each(refused)('$what is refused at its question', async ({ answers, questionId, code }) => {
  const response = await openSchool().submit({ answers });
  expect([response.status, await response.json()]).toMatchObject([
    422,
    { errors: [{ questionId, code, message: expect.stringMatching(/\.$/) }] },
  ]);
});

test.each([{ body: {} }, { body: { answers: 'all' } }, { body: { answers: [{ questionId: 'year', type: 'single' }] } }, { body: null }])(
  'the body $body is no survey response',
  async ({ body }) => {
    expect((await openSchool().submit(body)).status).toBe(400);
  },
);

test('unknown surveys are not found, for reading and for answering', async () => {
  const { get, send } = openSchool();
  expect((await get('nope')).status).toBe(404);
  expect((await send('/api/surveys/nope/responses', { method: 'POST', body: '{"answers":[]}' })).status).toBe(404);
});

test('empty: any survey exists, without questions', async () => {
  expect(await (await openSchool('survey:empty').get('99')).json()).toMatchObject({ id: '99', sections: [] });
});

test('error and offline hold for every request of the API', async () => {
  const failing = openSchool('survey:error');
  expect([(await failing.get('42')).status, (await failing.submit({ answers: complete })).status]).toEqual([500, 500]);
  const dead = openSchool('survey:offline');
  expect([(await dead.get('42')).type, (await dead.submit({ answers: complete })).type]).toEqual(['error', 'error']);
});

test('signed out: without Authorization nothing is answered', async () => {
  const { get } = openSchool('survey:signed-out');
  expect((await get('42')).status).toBe(401);
  expect((await get('42', { Authorization: 'Bearer token' })).status).toBe(200);
});

test('answered: the survey opens, the answers come too late', async () => {
  const { get, submit } = openSchool('survey:answered');
  expect(await (await get('42')).json()).not.toHaveProperty('answeredAt');
  expect((await submit({ answers: complete })).status).toBe(409);
});

test('invalid: what is refused depends on what was answered', async () => {
  const refusedIds = async (answers: readonly Answer[]) => {
    const body = (await (await openSchool('survey:invalid').submit({ answers })).json()) as { errors: { questionId: string }[] };
    return body.errors.map(({ questionId }) => questionId);
  };
  expect(await refusedIds(complete)).toEqual(['better']);
  expect(await refusedIds(without('better'))).toEqual(['year']);
});

test('maintenance: refused once, then taken; chosen again, refused again', async () => {
  const { network, submit } = openSchool('survey:maintenance');
  const first = await submit({ answers: complete });
  expect([first.status, first.headers.get('Retry-After')]).toEqual([503, '2']);
  expect((await submit({ answers: complete })).status).toBe(201);

  network.setScenario('survey', 'maintenance');
  expect((await submit({ answers: complete })).status).toBe(503);
});

test('what was answered is remembered when the scenario changes', async () => {
  const { network, submit } = openSchool();
  await submit({ answers: complete });
  network.setScenario('survey', 'error');
  network.setScenario('survey', 'happy');
  expect((await submit({ answers: complete })).status).toBe(409);
});

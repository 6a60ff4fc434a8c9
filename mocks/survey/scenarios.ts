/** The scenarios of the survey API. */
import { http, HttpResponse } from 'msw';
import { defineMockApi } from '../mock-api.ts';
import { plainProblem, problem } from '../problem.ts';
import { findSurvey, languageOf, makeReceipt, makeSurvey } from './fixtures.ts';
import {
  alreadyAnswered,
  createSurveyHandlers,
  invalidAnswers,
  responsesPath,
  surveyPath,
  type SubmitResult,
  type SurveyParams,
  type SurveyState,
} from './handlers.ts';
import { readAnswers } from './read-response.ts';
import { refusal } from './check-answers.ts';
import type { Problem, Survey, SurveyResponse } from './types.ts';

export const surveyApi = defineMockApi<SurveyState>({
  name: 'survey',
  path: '/api/surveys',
  createState: () => ({ receipts: new Map() }),
  happy: { about: 'Surveys 42 and 7 exist; answers are checked and stored.', handlers: createSurveyHandlers },
  empty: {
    about: 'Every survey exists, but has no questions.',
    handlers: ({ baseUrl }) => [
      http.get<SurveyParams, never, Survey>(`${baseUrl}${surveyPath}`, ({ request, params: { surveyId } }) =>
        HttpResponse.json(makeSurvey({ id: surveyId, sections: [] }, languageOf(request.headers.get('Accept-Language')))),
      ),
    ],
  },
  scenarios: {
    answered: {
      about: 'Submitting fails with 409, as after answering in another window.',
      handlers: ({ baseUrl }) => [
        http.post<SurveyParams, SurveyResponse, SubmitResult>(`${baseUrl}${responsesPath}`, () =>
          alreadyAnswered(makeReceipt().submittedAt),
        ),
      ],
    },
    invalid: {
      about: 'Submitting fails with 422 for every text that was written, or for the first answer when there is none.',
      handlers: ({ baseUrl }) => [
        http.post<SurveyParams, SurveyResponse, SubmitResult>(`${baseUrl}${responsesPath}`, async ({ request, params: { surveyId } }) => {
          const language = languageOf(request.headers.get('Accept-Language'));
          const answers = await readAnswers(request.clone());
          if (!answers?.length || !findSurvey(surveyId, language)) return undefined;
          const texts = answers.filter(({ type }) => type === 'text');
          return invalidAnswers((texts.length ? texts : answers.slice(0, 1)).map(({ questionId }) => refusal(questionId, language)));
        }),
      ],
    },
    maintenance: {
      about: 'Submitting fails with 503 once, then succeeds.',
      handlers: ({ baseUrl }) => [
        http.post<SurveyParams, SurveyResponse, Problem>(
          `${baseUrl}${responsesPath}`,
          () => problem<Problem>(plainProblem(503, 'Service Unavailable', 'Back in a moment.'), { 'Retry-After': '2' }),
          { once: true },
        ),
      ],
    },
  },
});

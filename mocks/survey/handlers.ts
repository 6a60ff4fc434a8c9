/** The survey API when all is well: surveys are found, answers are checked, each person answers once. */
import { http, HttpResponse, type HttpHandler } from 'msw';
import type { MockContext } from '../mock-api.ts';
import { plainProblem, problem } from '../problem.ts';
import { checkAnswers } from './check-answers.ts';
import { findSurvey, languageOf, makeReceipt } from './fixtures.ts';
import { readAnswers } from './read-response.ts';
import type { AlreadyAnswered, InvalidAnswers, Problem, Receipt, Survey, SurveyResponse } from './types.ts';

export interface SurveyState {
  /** Receipts by survey and person. */
  readonly receipts: Map<string, Receipt>;
}

export type SurveyContext = MockContext<SurveyState>;
export type SurveyParams = { readonly surveyId: string };
export type SubmitResult = Receipt | Problem | AlreadyAnswered | InvalidAnswers;

export const surveyPath = '/api/surveys/:surveyId';
export const responsesPath = `${surveyPath}/responses`;

export function createSurveyHandlers({ baseUrl, state, clock }: SurveyContext): readonly HttpHandler[] {
  return [
    http.get<SurveyParams, never, Survey | Problem>(`${baseUrl}${surveyPath}`, ({ request, params: { surveyId } }) => {
      const survey = findSurvey(surveyId, languageOf(request.headers.get('Accept-Language')));
      if (!survey) return unknownSurvey(surveyId);
      const receipt = state.receipts.get(receiptKey(surveyId, request));
      return HttpResponse.json(receipt ? { ...survey, answeredAt: receipt.submittedAt } : survey);
    }),

    http.post<SurveyParams, SurveyResponse, SubmitResult>(`${baseUrl}${responsesPath}`, async ({ request, params: { surveyId } }) => {
      const language = languageOf(request.headers.get('Accept-Language'));
      const survey = findSurvey(surveyId, language);
      if (!survey) return unknownSurvey(surveyId);

      const answers = await readAnswers(request.clone());
      if (!answers) return problem<Problem>(plainProblem(400, 'Bad Request', 'The body is not a survey response.'));

      const earlier = state.receipts.get(receiptKey(surveyId, request));
      if (earlier) return alreadyAnswered(earlier.submittedAt);

      const errors = checkAnswers(survey, answers, language);
      if (errors.length) return invalidAnswers(errors);

      const receipt = makeReceipt({ id: `R-${String(state.receipts.size + 1).padStart(4, '0')}`, submittedAt: clock().toISOString() });
      state.receipts.set(receiptKey(surveyId, request), receipt);
      return HttpResponse.json(receipt, { status: 201 });
    }),
  ];
}

export function alreadyAnswered(answeredAt: string) {
  return problem<AlreadyAnswered>({ ...plainProblem(409, 'Conflict', 'This survey has been answered before.'), answeredAt });
}

export function invalidAnswers(errors: InvalidAnswers['errors']) {
  return problem<InvalidAnswers>({ ...plainProblem(422, 'Unprocessable Content', 'Some answers break the rules.'), errors });
}

function unknownSurvey(surveyId: string) {
  return problem<Problem>(plainProblem(404, 'Not Found', `There is no survey ${surveyId}.`));
}

/** Who answers is whoever the request says is signed in; without a session everybody is one person. */
function receiptKey(surveyId: string, request: Request): string {
  const person = request.headers.get('Authorization') ?? request.headers.get('Cookie') ?? 'anonymous';
  return `${surveyId} ${person}`;
}

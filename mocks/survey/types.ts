/** The schemas of the survey API by name, from the very file that the feature's client uses. */
import type { components } from '@features/questionnaire/api';

type Schemas = components['schemas'];

export type Survey = Schemas['Survey'];
export type Section = Schemas['Section'];
export type Question = Schemas['Question'];
export type Answer = Schemas['Answer'];
export type AnswerError = Schemas['AnswerError'];
export type SurveyResponse = Schemas['SurveyResponse'];
export type Receipt = Schemas['Receipt'];
export type Problem = Schemas['Problem'];
export type AlreadyAnswered = Schemas['AlreadyAnswered'];
export type InvalidAnswers = Schemas['InvalidAnswers'];

/** The words of the survey API, by name. */
import type { components } from './api/schema';

type Schemas = components['schemas'];

export type Survey = Schemas['Survey'];
export type Section = Schemas['Section'];
export type Question = Schemas['Question'];
export type Answer = Schemas['Answer'];
export type QuestionType = Question['type'];
export type QuestionOf<T extends QuestionType> = Extract<Question, { type: T }>;
export type AnswerOf<T extends QuestionType> = Extract<Answer, { type: T }>;

/** By question id; a question without an entry is unanswered. */
export type Answers = Readonly<Record<string, Answer>>;

export const questionsOf = (survey: Survey): readonly Question[] => survey.sections.flatMap((section) => section.questions);

/** Answers and the survey they are for: what of a draft still fits, and what is handed in. */
import type { Answer, Answers, Question, Survey } from '../survey';
import { questionsOf } from '../survey';
import { isAnswered, isDay } from './check-answer';

/** Keeps what the survey still asks: the school may have changed it since the draft was written. */
export function fitAnswers(survey: Survey, answers: readonly Answer[]): Answers {
  const questions = new Map(questionsOf(survey).map((question) => [question.id, question]));
  return Object.fromEntries(
    answers.flatMap((answer) => {
      const question = questions.get(answer.questionId);
      const fitting = question && fit(question, answer);
      return fitting ? [[question.id, fitting]] : [];
    }),
  );
}

/** What is handed in: in the order of the survey, without empty answers and without space around texts. */
export function finishedAnswers(survey: Survey, answers: Answers): Answer[] {
  return questionsOf(survey)
    .map(({ id }) => answers[id])
    .filter(isAnswered)
    .map((answer) => (answer.type === 'text' ? { ...answer, text: answer.text.trim() } : answer));
}

function fit(question: Question, answer: Answer): Answer | undefined {
  switch (answer.type) {
    case 'single':
      return question.type === 'single' && question.options.some(({ id }) => id === answer.optionId) ? answer : undefined;
    case 'multiple': {
      if (question.type !== 'multiple') return undefined;
      const optionIds = answer.optionIds.filter((chosen) => question.options.some(({ id }) => id === chosen));
      return optionIds.length ? { ...answer, optionIds } : undefined;
    }
    case 'text':
      return question.type === 'text' ? answer : undefined;
    case 'rating':
      return question.type === 'rating' && answer.rating >= 1 && answer.rating <= question.scale ? answer : undefined;
    case 'date':
      return question.type === 'date' && isDay(answer.date) ? answer : undefined;
  }
}

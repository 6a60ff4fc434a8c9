/** The server's own check of a survey response: what it refuses, question by question, and what it says. */
import type { Language } from './fixtures.ts';
import type { Answer, AnswerError, Question, Survey } from './types.ts';

type Code = AnswerError['code'];

/** In the order of the survey, at most one error a question; answers to unknown questions come last. */
export function checkAnswers(survey: Survey, answers: readonly Answer[], language: Language): AnswerError[] {
  const questions = survey.sections.flatMap((section) => section.questions);
  const known = new Set(questions.map(({ id }) => id));
  const error = (questionId: string, code: Code): AnswerError => ({ questionId, code, message: sentences[code][language] });

  return [
    ...questions.flatMap((question) => {
      const code = brokenRule(
        question,
        answers.find(({ questionId }) => questionId === question.id),
      );
      return code ? [error(question.id, code)] : [];
    }),
    ...answers.filter(({ questionId }) => !known.has(questionId)).map(({ questionId }) => error(questionId, 'unknown')),
  ];
}

export function refusal(questionId: string, language: Language): AnswerError {
  return { questionId, code: 'refused', message: sentences.refused[language] };
}

function brokenRule(question: Question, answer: Answer | undefined): Code | undefined {
  if (!answer) return question.required ? 'required' : undefined;
  if (question.type === 'single' && answer.type === 'single') {
    return question.options.some(({ id }) => id === answer.optionId) ? undefined : 'unknown';
  }
  if (question.type === 'multiple' && answer.type === 'multiple') {
    const { options, min = 0, max = options.length, required } = question;
    const chosen = answer.optionIds.length;
    if (answer.optionIds.some((chosen) => !options.some(({ id }) => id === chosen))) return 'unknown';
    if (chosen === 0) return required ? 'required' : undefined;
    return chosen < min ? 'too-few' : chosen > max ? 'too-many' : undefined;
  }
  if (question.type === 'text' && answer.type === 'text') {
    const { minLength = 0, maxLength = Infinity, required } = question;
    const { length } = [...answer.text.trim()];
    if (length === 0) return required ? 'required' : undefined;
    if (length < minLength) return 'too-short';
    if (length > maxLength) return 'too-long';
    return holdsContactDetails(answer.text) ? 'personal-data' : undefined;
  }
  if (question.type === 'rating' && answer.type === 'rating') {
    return Number.isInteger(answer.rating) && answer.rating >= 1 && answer.rating <= question.scale ? undefined : 'unknown';
  }
  if (question.type === 'date' && answer.type === 'date') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(answer.date)) return 'unknown';
    if (question.earliest && answer.date < question.earliest) return 'too-early';
    return question.latest && answer.date > question.latest ? 'too-late' : undefined;
  }
  return 'unknown';
}

/** A rule that only the server has, as real ones do: it depends on what was written. */
const holdsContactDetails = (text: string) => /\S+@\S+\.\S+|(\d[ -]?){9,}/.test(text);

const sentences: Readonly<Record<Code, Readonly<Record<Language, string>>>> = {
  required: { en: 'This question needs an answer.', ja: 'この質問には回答が必要です。' },
  unknown: { en: 'This answer does not belong to the question.', ja: 'この質問に対する回答ではありません。' },
  'too-few': { en: 'Choose more options.', ja: '選択肢をもっと選んでください。' },
  'too-many': { en: 'Choose fewer options.', ja: '選択肢を減らしてください。' },
  'too-short': { en: 'Write a little more.', ja: 'もう少し詳しく書いてください。' },
  'too-long': { en: 'Write a little less.', ja: 'もう少し短く書いてください。' },
  'too-early': { en: 'Choose a later day.', ja: 'もっと後の日を選んでください。' },
  'too-late': { en: 'Choose an earlier day.', ja: 'もっと前の日を選んでください。' },
  'personal-data': { en: 'Please leave out e-mail addresses and phone numbers.', ja: 'メールアドレスや電話番号は書かないでください。' },
  refused: {
    en: 'The school office could not accept this answer. Please word it differently.',
    ja: 'この回答は受け付けられませんでした。別の書き方をしてください。',
  },
};

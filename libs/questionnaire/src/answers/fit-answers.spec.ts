import { expect, test } from 'vitest';
import type { Answer, Survey } from '../survey';
import { finishedAnswers, fitAnswers } from './fit-answers';

const survey: Survey = {
  id: '1',
  title: 'Survey',
  sections: [
    {
      id: 's',
      title: 'Section',
      questions: [
        { id: 'year', type: 'single', title: '', required: true, options: [{ id: 'y7', label: '' }] },
        { id: 'subjects', type: 'multiple', title: '', required: false, options: [{ id: 'art', label: '' }] },
        { id: 'why', type: 'text', title: '', required: false },
        { id: 'pace', type: 'rating', title: '', required: false, scale: 5 },
        { id: 'day', type: 'date', title: '', required: false },
      ],
    },
  ],
};

const fitting: readonly Answer[] = [
  { questionId: 'year', type: 'single', optionId: 'y7' },
  { questionId: 'subjects', type: 'multiple', optionIds: ['art'] },
  { questionId: 'why', type: 'text', text: ' because ' },
  { questionId: 'pace', type: 'rating', rating: 5 },
  { questionId: 'day', type: 'date', date: '2027-03-01' },
];

const gone: readonly { what: string; answer: Answer }[] = [
  { what: 'a question that was removed', answer: { questionId: 'old', type: 'text', text: 'x' } },
  { what: 'a question that became another type', answer: { questionId: 'pace', type: 'text', text: 'x' } },
  { what: 'an option that was removed', answer: { questionId: 'year', type: 'single', optionId: 'y6' } },
  { what: 'the only chosen option, removed', answer: { questionId: 'subjects', type: 'multiple', optionIds: ['latin'] } },
  { what: 'a mark above the scale', answer: { questionId: 'pace', type: 'rating', rating: 7 } },
  { what: 'half a date', answer: { questionId: 'day', type: 'date', date: '?' } },
  { what: 'text for a choice', answer: { questionId: 'subjects', type: 'text', text: 'art' } },
];

test('a draft that fits is kept whole', () => {
  expect(Object.values(fitAnswers(survey, fitting))).toEqual(fitting);
});

test.each(gone)('a draft loses $what', ({ answer }) => {
  expect(fitAnswers(survey, [answer])).toEqual({});
});

test('of several chosen options the remaining ones are kept', () => {
  const answers = fitAnswers(survey, [{ questionId: 'subjects', type: 'multiple', optionIds: ['latin', 'art'] }]);
  expect(answers['subjects']).toEqual({ questionId: 'subjects', type: 'multiple', optionIds: ['art'] });
});

test('what is handed in has the order of the survey, no space around texts, and nothing empty', () => {
  const answers = fitAnswers(survey, [...fitting].reverse());
  const blank: Answer = { questionId: 'why', type: 'text', text: '  ' };

  expect(finishedAnswers(survey, answers).map(({ questionId }) => questionId)).toEqual(['year', 'subjects', 'why', 'pace', 'day']);
  expect(finishedAnswers(survey, answers)[2]).toEqual({ questionId: 'why', type: 'text', text: 'because' });
  expect(finishedAnswers(survey, { why: blank })).toEqual([]);
});

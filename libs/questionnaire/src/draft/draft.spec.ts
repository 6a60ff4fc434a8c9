import { expect, test } from 'vitest';
import type { Answer } from '../survey';
import { readDraft, writeDraft } from './draft';

const answers: readonly Answer[] = [
  { questionId: 'a', type: 'single', optionId: 'x' },
  { questionId: 'b', type: 'multiple', optionIds: ['x', 'y'] },
  { questionId: 'c', type: 'text', text: '日本語' },
  { questionId: 'd', type: 'rating', rating: 3 },
  { questionId: 'e', type: 'date', date: '2027-03-01' },
];

test('a draft is read back as it was written', () => {
  expect(readDraft(writeDraft({ answers, section: 2 }))).toEqual({ answers, section: 2 });
});

test.each([
  { what: 'nothing', text: null },
  { what: 'broken JSON', text: '{"format":1' },
  { what: 'another format', text: '{"format":2,"section":0,"answers":[]}' },
  { what: 'a list', text: '[]' },
  { what: 'a number', text: '7' },
  { what: 'no answers', text: '{"format":1,"section":0}' },
  { what: 'answers that are no list', text: '{"format":1,"section":0,"answers":{}}' },
])('$what is no draft', ({ text }) => {
  expect(readDraft(text)).toBeUndefined();
});

test('entries that are no answers are left out, and an odd section is the first', () => {
  const odd = [
    null,
    'x',
    {},
    { questionId: 'a', type: 'single' },
    { questionId: 'd', type: 'rating', rating: '3' },
    { questionId: 'z', type: 'new' },
  ];
  expect(readDraft(JSON.stringify({ format: 1, section: 'last', answers: [...odd, answers[0]] }))).toEqual({
    answers: [answers[0]],
    section: 0,
  });
});

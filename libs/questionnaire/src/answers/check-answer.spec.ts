import { expect, test } from 'vitest';
import type { Answer, Question } from '../survey';
import { checkAnswer, isAnswered, isDay, textLength } from './check-answer';

const single: Question = { id: 'q', type: 'single', title: 'Year', required: true, options: [{ id: 'a', label: 'A' }] };
const subjects = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id }));
const multiple: Question = { id: 'q', type: 'multiple', title: 'Subjects', required: true, options: subjects, min: 2, max: 3 };
const text: Question = { id: 'q', type: 'text', title: 'Why', required: true, minLength: 3, maxLength: 5 };
const rating: Question = { id: 'q', type: 'rating', title: 'Pace', required: true, scale: 5 };
const date: Question = { id: 'q', type: 'date', title: 'Day', required: true, earliest: '2027-03-01', latest: '2027-03-31' };

const chose = (...optionIds: string[]): Answer => ({ questionId: 'q', type: 'multiple', optionIds });
const wrote = (words: string): Answer => ({ questionId: 'q', type: 'text', text: words });
const picked = (day: string): Answer => ({ questionId: 'q', type: 'date', date: day });

const cases: readonly { what: string; question: Question; answer?: Answer; issue?: ReturnType<typeof checkAnswer> }[] = [
  { what: 'a required choice that is missing', question: single, issue: { rule: 'required', type: 'single' } },
  { what: 'an optional choice that is missing', question: { ...single, required: false } },
  { what: 'a choice', question: single, answer: { questionId: 'q', type: 'single', optionId: 'a' } },
  { what: 'a required choice of none', question: multiple, answer: chose(), issue: { rule: 'required', type: 'multiple' } },
  { what: 'one option where two are the least', question: multiple, answer: chose('a'), issue: { rule: 'too-few', min: 2 } },
  { what: 'as many options as allowed', question: multiple, answer: chose('a', 'b', 'c') },
  { what: 'one option too many', question: multiple, answer: chose('a', 'b', 'c', 'd'), issue: { rule: 'too-many', max: 3 } },
  { what: 'an optional choice of none, whatever its least', question: { ...multiple, required: false }, answer: chose() },
  {
    what: 'a choice without a least or a most',
    question: { ...multiple, min: undefined, max: undefined },
    answer: chose('a', 'b', 'c', 'd'),
  },
  { what: 'a required text of spaces', question: text, answer: wrote('   '), issue: { rule: 'required', type: 'text' } },
  { what: 'a text that is short by one', question: text, answer: wrote(' ab '), issue: { rule: 'too-short', min: 3, missing: 1 } },
  { what: 'a text of the shortest length', question: text, answer: wrote('abc') },
  { what: 'a text of the longest length, in emoji', question: text, answer: wrote('🏫🏫🏫🏫🏫') },
  { what: 'a text that is long by two', question: text, answer: wrote('abcdefg'), issue: { rule: 'too-long', max: 5, over: 2 } },
  { what: 'an optional text left empty, whatever its least', question: { ...text, required: false }, answer: wrote('') },
  { what: 'a required mark that is missing', question: rating, issue: { rule: 'required', type: 'rating' } },
  { what: 'a mark', question: rating, answer: { questionId: 'q', type: 'rating', rating: 5 } },
  { what: 'a required day that is missing', question: date, issue: { rule: 'required', type: 'date' } },
  { what: 'half a date', question: date, answer: picked('?'), issue: { rule: 'no-date' } },
  { what: 'a day that no calendar has', question: date, answer: picked('2027-02-30'), issue: { rule: 'no-date' } },
  { what: 'the day before the first', question: date, answer: picked('2027-02-28'), issue: { rule: 'too-early', earliest: '2027-03-01' } },
  { what: 'the first day', question: date, answer: picked('2027-03-01') },
  { what: 'the last day', question: date, answer: picked('2027-03-31') },
  { what: 'the day after the last', question: date, answer: picked('2027-04-01'), issue: { rule: 'too-late', latest: '2027-03-31' } },
];

test.each(cases)('$what', ({ question, answer, issue }) => {
  expect(checkAnswer(question, answer)).toEqual(issue);
});

test('a text counts by characters, without the space around', () => {
  expect(textLength('  日本語  ')).toBe(3);
  expect(textLength('👩‍🏫')).toBe(3);
});

test('an entry without content is no answer', () => {
  expect([undefined, chose(), wrote(' '), picked('')].map(isAnswered)).toEqual([false, false, false, false]);
});

test('a day is a real one, written as ISO 8601 does', () => {
  expect(['2028-02-29', '2027-02-29', '2027-3-1', ''].map(isDay)).toEqual([true, false, false, false]);
});

import { expect, test } from 'vitest';
import type { Issue } from '../answers/check-answer';
import { createDays } from './days';
import { describeIssue } from './describe-issue';
import { en } from './en';
import { ja } from './ja';

/** Every text of a language by its path; functions are called with small numbers or words, as their arity asks. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function')
    return [[path, (value as (...facts: unknown[]) => string)(...Array.from({ length: value.length }, () => 2))]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, path ? `${path}.${key}` : key));
}

test('both languages have the same texts, none of them empty', () => {
  expect(texts(ja).map(([path]) => path)).toEqual(texts(en).map(([path]) => path));
  expect([...texts(en), ...texts(ja)].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('every Japanese text is Japanese', () => {
  const plain = texts(ja).filter(([, text]) => !/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text));
  expect(plain).toEqual([]);
});

test.each([
  { text: en.progressOf(0, 1), expected: '0 of 1 question answered' },
  { text: en.progressOf(1, 8), expected: '1 of 8 questions answered' },
  { text: en.summary(1), expected: 'One question needs another look' },
  { text: en.summary(2), expected: '2 questions need another look' },
  { text: en.charactersLeft(1), expected: '1 character left' },
  { text: en.chooseAtMost(1), expected: 'Choose up to 1 option.' },
  { text: en.chooseBetween(1, 3), expected: 'Choose 1 to 3 options.' },
])('English counts: $expected', ({ text, expected }) => {
  expect(text).toBe(expected);
});

const issues: readonly { issue: Issue; english: string; japanese: string }[] = [
  { issue: { rule: 'required', type: 'rating' }, english: 'Choose a mark.', japanese: '評価を選んでください。' },
  { issue: { rule: 'too-few', min: 2 }, english: 'Choose at least 2 options.', japanese: '2つ以上選んでください。' },
  { issue: { rule: 'too-many', max: 1 }, english: 'Choose no more than 1 option.', japanese: '選べるのは1つまでです。' },
  {
    issue: { rule: 'too-short', min: 10, missing: 4 },
    english: 'Write at least 10 characters: 4 more to go.',
    japanese: '10文字以上で書いてください（あと4文字）。',
  },
  {
    issue: { rule: 'too-long', max: 80, over: 1 },
    english: 'Write no more than 80 characters: 1 too many.',
    japanese: '80文字以内で書いてください（1文字超過）。',
  },
  { issue: { rule: 'no-date' }, english: 'Enter a complete date.', japanese: '日付を最後まで入力してください。' },
  {
    issue: { rule: 'too-early', earliest: '2027-03-01' },
    english: 'Choose a day from 1 March 2027 on.',
    japanese: '2027年3月1日以降の日を選んでください。',
  },
  {
    issue: { rule: 'too-late', latest: '2027-03-31' },
    english: 'Choose a day until 31 March 2027.',
    japanese: '2027年3月31日以前の日を選んでください。',
  },
];

test.each(issues)('$issue.rule is said in both languages', ({ issue, english, japanese }) => {
  expect(describeIssue(issue, en, createDays('en-GB'))).toBe(english);
  expect(describeIssue(issue, ja, createDays('ja-JP'))).toBe(japanese);
});

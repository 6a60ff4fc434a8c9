import { beforeEach, expect, test } from 'vitest';
import type { Answer, Survey } from '../survey';
import { AnswerSheet } from './answer-sheet';

const survey: Survey = {
  id: '1',
  title: 'Survey',
  sections: [
    {
      id: 'one',
      title: 'One',
      questions: [
        { id: 'name', type: 'text', title: 'Name', required: true, minLength: 3 },
        { id: 'note', type: 'text', title: 'Note', required: false, maxLength: 2 },
      ],
    },
    { id: 'two', title: 'Two', questions: [{ id: 'day', type: 'date', title: 'Day', required: true }] },
  ],
};

const wrote = (questionId: string, text: string): Answer => ({ questionId, type: 'text', text });
const objected = (sheet: AnswerSheet) => sheet.objections().map(({ question }) => question.id);

let sheet: AnswerSheet;
beforeEach(() => {
  sheet = new AnswerSheet();
  sheet.open(survey, {}, 0);
});

test('a new sheet accuses nobody', () => {
  expect(sheet.objections()).toEqual([]);
  expect(sheet.progress()).toEqual({ answered: 0, total: 3 });
});

test('a field that was left empty is not judged, one with a mistake is, without a summary', () => {
  sheet.leave('name');
  expect(objected(sheet)).toEqual([]);
  sheet.answer('name', wrote('name', 'A'));
  sheet.leave('name');
  expect(objected(sheet)).toEqual(['name']);
  expect(sheet.judged()).toBe(false);
});

test('going on with mistakes says all of them, and a corrected one is gone at once', () => {
  sheet.answer('note', wrote('note', 'long'));
  expect(sheet.next()).toBe(false);
  expect(sheet.judged()).toBe(true);
  expect(objected(sheet)).toEqual(['name', 'note']);

  sheet.answer('name', wrote('name', 'Aiko'));
  expect(objected(sheet)).toEqual(['note']);
  sheet.answer('note', undefined);
  expect(sheet.next()).toBe(true);
  expect([sheet.sectionIndex(), sheet.reachable(), sheet.judged(), sheet.isLast()]).toEqual([1, 1, false, true]);
});

test('checking all goes to the first section with a mistake', () => {
  sheet.answer('name', wrote('name', 'Aiko'));
  sheet.next();
  sheet.answer('name', undefined);
  expect(sheet.checkAll()).toBe(false);
  expect(sheet.sectionIndex()).toBe(0);
  expect(objected(sheet)).toEqual(['name']);
});

test('what the API refused stands until the answer changes', () => {
  sheet.answer('name', wrote('name', 'Aiko'));
  sheet.next();
  expect(sheet.refuse([{ questionId: 'name', message: 'No nicknames.' }])).toBe(true);
  expect(sheet.sectionIndex()).toBe(0);
  expect(sheet.objections()[0]?.objection).toEqual({ by: 'api', message: 'No nicknames.' });

  sheet.answer('name', wrote('name', 'Aiko Sato'));
  expect(sheet.objections()).toEqual([]);
});

test('a refusal of questions that are not in the survey is no refusal anybody can mend', () => {
  expect(sheet.refuse([{ questionId: 'elsewhere', message: 'x' }])).toBe(false);
});

test('a section out of range is the nearest one', () => {
  sheet.open(survey, {}, 9);
  expect(sheet.sectionIndex()).toBe(1);
  sheet.open(survey, {}, -1);
  expect(sheet.sectionIndex()).toBe(0);
  sheet.open({ ...survey, sections: [] }, {}, 3);
  expect([sheet.sectionIndex(), sheet.section()]).toEqual([0, undefined]);
});

test('the first mistake of all sections is known before anything is said, and what the API refused counts', () => {
  const first = () => sheet.firstMistake()?.question.id;
  expect([first(), objected(sheet)]).toEqual(['name', []]);
  sheet.answer('name', wrote('name', 'Aiko'));
  expect(first()).toBe('day');
  sheet.answer('day', { questionId: 'day', type: 'date', date: '2026-11-22' });
  expect(first()).toBeUndefined();
  sheet.refuse([{ questionId: 'note', message: 'No e-mail addresses.' }]);
  expect(sheet.firstMistake()?.objection).toEqual({ by: 'api', message: 'No e-mail addresses.' });
});

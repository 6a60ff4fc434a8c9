/** What a person does with the survey of the mocks, by its words. */
import type { Page } from 'playwright-core';

export interface Words {
  readonly year: string;
  readonly subject: string;
  readonly safe: string;
  readonly better: string;
  readonly comment: string;
  readonly day: string;
  readonly next: string;
  readonly back: string;
  readonly send: string;
  readonly again: string;
}

export const words = {
  en: {
    year: 'Year 8',
    subject: 'Science',
    safe: '4 of 5',
    better: 'What would make school better for you?',
    comment: 'A longer lunch break would help.',
    day: 'Which day suits you best?',
    next: 'Next',
    back: 'Back',
    send: 'Send answers',
    again: 'Try again',
  },
  ja: {
    year: '中学2年',
    subject: '理科',
    safe: '5段階中4',
    better: '学校がもっとよくなるには何が必要だと思いますか。',
    comment: '昼休みがもう少し長いといいと思います。',
    day: '都合のよい日を選んでください。',
    next: '次へ',
    back: '戻る',
    send: '回答を送信する',
    again: 'もう一度試す',
  },
} as const satisfies Record<'en' | 'ja', Words>;

export async function fillFirst(page: Page, text: Words): Promise<void> {
  await page.getByLabel(text.year).check();
  await page.getByLabel(text.subject).check();
}

export async function fillSecond(page: Page, text: Words): Promise<void> {
  await page.getByLabel(text.safe).check();
  await page.getByLabel(text.better).fill(text.comment);
}

/** Everything but the last press. */
export async function fillAll(page: Page, text: Words): Promise<void> {
  await fillFirst(page, text);
  await press(page, text.next);
  await fillSecond(page, text);
  await press(page, text.next);
  await page.getByLabel(text.day).fill('2027-03-10');
}

export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

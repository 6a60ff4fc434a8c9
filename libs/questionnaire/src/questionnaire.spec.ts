import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { startMockServer } from '@mocks/server';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SurveySubmitted } from './events';
import { Questionnaire } from './questionnaire';
import type { Answer } from './survey';

const api = 'https://api.school.example';
const server = startMockServer({ baseUrl: api, clock: () => new Date('2026-11-22T03:00:00Z') });

const complete: readonly Answer[] = [
  { questionId: 'year', type: 'single', optionId: 'y8' },
  { questionId: 'subjects', type: 'multiple', optionIds: ['art', 'sport'] },
  { questionId: 'safe', type: 'rating', rating: 4 },
  { questionId: 'better', type: 'text', text: 'A longer lunch break.' },
  { questionId: 'day', type: 'date', date: '2027-03-10' },
];

/** A survey that only one test answers: the mocked school remembers who has. */
let person = 0;
let fixture: ComponentFixture<Questionnaire>;

beforeEach(() => {
  localStorage.clear();
  person += 1;
  server.setScenario('survey', 'happy');
});

afterEach(() => {
  fixture.destroy();
  document.documentElement.removeAttribute('lang');
  vi.restoreAllMocks();
});

afterAll(() => server.close());

interface Setup {
  readonly surveyId?: string;
  readonly answers?: readonly Answer[];
  readonly section?: number;
  readonly headers?: (() => Record<string, string>) | null;
}

async function show({ surveyId = '42', answers, section = 0, headers }: Setup = {}): Promise<void> {
  if (answers) localStorage.setItem(draftKey, JSON.stringify({ format: 1, section, answers }));
  const bearer = `Bearer ${person}`;
  fixture = TestBed.createComponent(Questionnaire);
  fixture.componentRef.setInput('api', api);
  if (headers !== null) fixture.componentRef.setInput('headers', headers ?? (() => ({ authorization: bearer })));
  fixture.componentRef.setInput('surveyId', surveyId);
  await settled();
}

const draftKey = `pintag:questionnaire:${api}:42`;
const root = () => (fixture.nativeElement as HTMLElement).shadowRoot!;
const shown = () => root().textContent!.replace(/\s+/g, ' ');
const heading = () => root().querySelector('h2')!.textContent!.trim();
const problems = () => [...root().querySelectorAll('.question .error')].map((error) => error.textContent!.replace(/\s+/g, ' ').trim());

async function settled(): Promise<void> {
  await vi.waitFor(async () => {
    await fixture.whenStable();
    if (root().querySelector('ptq-skeleton') || /Sending/.test(root().textContent!)) throw new Error('not settled');
  });
}

async function press(label: string): Promise<void> {
  const button = [...root().querySelectorAll('button')].find(({ textContent }) => textContent!.trim() === label);
  if (!button) throw new Error(`No button "${label}" in: ${shown()}`);
  button.click();
  await settled();
}

function submissions(): SurveySubmitted[] {
  const heard: SurveySubmitted[] = [];
  fixture.componentInstance.surveySubmitted.subscribe((detail) => heard.push(detail));
  return heard;
}

test('answers that are complete are handed in, once, and leave nothing behind', async () => {
  await show({ answers: complete, section: 2 });
  const heard = submissions();
  await press('Send answers');

  expect(heading()).toBe('Thank you');
  expect(heard).toEqual([{ surveyId: '42', receiptId: expect.stringMatching(/^R-/), submittedAt: '2026-11-22T03:00:00.000Z' }]);
  expect(localStorage.length).toBe(0);

  fixture.destroy();
  await show();
  expect(heading()).toBe('You have already answered this survey');
});

test.each([
  { scenario: 'empty', title: 'No questions yet' },
  { scenario: 'error', title: 'The survey could not be loaded' },
  { scenario: 'offline', title: 'You seem to be offline' },
])('loading in scenario $scenario says so, and trying again helps', async ({ scenario, title }) => {
  server.setScenario('survey', scenario);
  await show();
  expect(heading()).toBe(title);

  server.setScenario('survey', 'happy');
  await press('Try again');
  expect(heading()).toBe('How is school going?');
});

test('a survey that does not exist, and one that was never named, are told apart', async () => {
  await show({ surveyId: 'nope' });
  expect(heading()).toBe('This survey does not exist');
  fixture.componentRef.setInput('surveyId', '');
  await settled();
  expect(heading()).toBe('No survey chosen');
});

test('signed out, the host page is told, and headers that come later load the survey', async () => {
  server.setScenario('survey', 'signed-out');
  const told = vi.fn();
  document.addEventListener('pintag-unauthorized', told, { once: true });
  await show({ headers: null });
  expect(heading()).toBe('Please sign in');
  expect(told).toHaveBeenCalledOnce();

  fixture.componentRef.setInput('headers', () => ({ authorization: 'Bearer late' }));
  await settled();
  expect(heading()).toBe('How is school going?');
});

test('headers that come while the first request is on its way load the survey too', async () => {
  server.setScenario('survey', 'signed-out');
  fixture = TestBed.createComponent(Questionnaire);
  fixture.componentRef.setInput('api', api);
  fixture.componentRef.setInput('surveyId', '42');
  fixture.detectChanges();
  fixture.componentRef.setInput('headers', () => ({ authorization: 'Bearer late' }));
  await settled();
  await vi.waitFor(() => expect(heading()).toBe('How is school going?'));
});

test('headers that do not help are not tried for ever', async () => {
  server.setScenario('survey', 'signed-out');
  const headers = vi.fn(() => ({}));
  await show({ headers });
  expect(heading()).toBe('Please sign in');
  expect(headers).toHaveBeenCalledOnce();
});

test('of two surveys that are asked for in a row, the last one is shown', async () => {
  await show({ surveyId: '42' });
  fixture.componentRef.setInput('surveyId', '7');
  fixture.detectChanges();
  fixture.componentRef.setInput('surveyId', 'nope');
  fixture.detectChanges();
  fixture.componentRef.setInput('surveyId', '7');
  await settled();
  expect(heading()).toBe('Watching over the way home');
  expect(shown()).not.toContain('We kept your answers');
});

test('answered elsewhere (409): says so, and forgets the draft', async () => {
  server.setScenario('survey', 'answered');
  await show({ answers: complete, section: 2 });
  await press('Send answers');

  expect(heading()).toBe('You have already answered this survey');
  expect(shown()).toContain('Your answers arrived on');
  expect(localStorage.length).toBe(0);
});

test('refused answers (422): the sentence of the API stands at the question until it changes', async () => {
  server.setScenario('survey', 'invalid');
  await show({ answers: complete, section: 2 });
  await press('Send answers');

  expect(problems()).toEqual(['Error: The school office could not accept this answer. Please word it differently.']);
  expect(root().querySelector('.summary-title')!.textContent).toBe('One question needs another look');
  const text = root().querySelector('textarea')!;
  text.value = 'Longer breaks for everybody.';
  text.dispatchEvent(new Event('input'));
  await settled();
  expect(problems()).toEqual([]);
});

test('a rule that only the API has depends on what was written', async () => {
  const answers = complete.map((answer) => (answer.type === 'text' ? { ...answer, text: 'Write to aiko@example.com' } : answer));
  await show({ answers, section: 2 });
  await press('Send answers');
  expect(problems()).toEqual(['Error: Please leave out e-mail addresses and phone numbers.']);
});

test('busy (503): nothing is lost, and trying again sends the same answers', async () => {
  server.setScenario('survey', 'maintenance');
  await show({ answers: complete, section: 2 });
  const heard = submissions();
  await press('Send answers');
  expect(shown()).toContain('Nothing is lost');
  expect(JSON.parse(localStorage.getItem(draftKey)!)).toMatchObject({ answers: expect.arrayContaining([...complete]) });

  await press('Try again');
  expect(heading()).toBe('Thank you');
  expect(heard).toHaveLength(1);
});

test('offline: the draft is kept, and what waits goes out when the connection is back', async () => {
  await show({ answers: complete, section: 2 });
  server.setScenario('survey', 'offline');
  window.dispatchEvent(new Event('offline'));
  await press('Send answers');
  expect(shown()).toContain('Your answers are waiting');
  expect(shown()).toContain('You are offline');
  expect(localStorage.getItem(draftKey)).toContain('A longer lunch break.');

  server.setScenario('survey', 'happy');
  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(heading()).toBe('Thank you'));
});

test('signed out while answering (401): nothing is lost', async () => {
  let token = '';
  await show({ answers: complete, section: 2, headers: (): Record<string, string> => (token ? { authorization: token } : {}) });
  server.setScenario('survey', 'signed-out');
  await press('Send answers');
  expect(shown()).toContain('Please sign in again');

  token = `Bearer ${person}`;
  await press('Try again');
  expect(heading()).toBe('Thank you');
});

test('sending with mistakes in an earlier section goes there and names them', async () => {
  await show({ answers: complete.slice(1), section: 2 });
  await press('Send answers');

  expect(root().querySelector('h3')!.textContent).toBe('Your lessons');
  expect(problems()).toEqual(['Error: Choose one of the options.']);
});

test('going back and forth keeps the answers, and tells the progress', async () => {
  await show({ surveyId: '42', answers: complete.slice(0, 2) });
  const progress = vi.fn();
  fixture.componentInstance.surveyProgress.subscribe(progress);
  await press('Next');
  await press('Back');

  expect([...root().querySelectorAll('input:checked')]).toHaveLength(3);
  expect(progress.mock.lastCall).toEqual([{ surveyId: '42', answered: 2, total: 8, section: 1, sections: 3 }]);
});

test('a draft is restored with a note, and starting over forgets it', async () => {
  await show({ answers: complete, section: 1 });
  expect(root().querySelector('h3')!.textContent).toBe('Feeling at home');
  expect(shown()).toContain('We kept your answers from last time');

  await press('Start over');
  expect(shown()).toContain('0 of 8 questions answered');
  expect(localStorage.length).toBe(0);
});

test('a component that is destroyed writes what waits, and nothing later', async () => {
  await show();
  root().querySelector<HTMLInputElement>('input[type=radio]')!.click();
  expect(localStorage.length).toBe(0);
  fixture.destroy();
  expect(localStorage.getItem(draftKey)).toContain('"optionId":"y7"');
});

test('where the browser refuses to store, it is said', async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('refused', 'QuotaExceededError');
  });
  await show();
  root().querySelector<HTMLInputElement>('input[type=radio]')!.click();
  await vi.waitFor(async () => {
    await fixture.whenStable();
    expect(shown()).toContain('This browser does not store anything');
  });
});

test('another language loads the survey again and keeps the answers', async () => {
  await show({ answers: complete });
  document.documentElement.lang = 'ja';
  await vi.waitFor(async () => {
    await fixture.whenStable();
    expect(heading()).toBe('学校生活アンケート');
  });
  expect(shown()).toContain('8問中5問に回答済み');
  expect([...root().querySelectorAll('input:checked')]).toHaveLength(3);
});

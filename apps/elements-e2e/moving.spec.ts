import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, countInstances, openStage, surveyShown } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const body = `
  <main><pt-questionnaire survey-id="42" api="%api%"></pt-questionnaire></main>
  <section id="other"></section>
  <div id="host"></div>
  <iframe id="frame" width="700" height="700" srcdoc="<!doctype html><body></body>"></iframe>`;

/** A page with one question answered. */
async function open() {
  const visit = await stage.open(body);
  await surveyShown(visit.page);
  await visit.page.evaluate(() => Object.assign(window, { element: document.querySelector('pt-questionnaire') }));
  await visit.page.locator('pt-questionnaire').getByLabel('Year 8').check();
  return visit;
}

/** Answers another question wherever the element is now, and says what it shows then: it lives, and knows what was before. */
async function goOn(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const { element } = window as unknown as { element: HTMLElement };
    const root = element.shadowRoot!;
    const science = [...root.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].find(({ parentElement }) =>
      parentElement!.textContent!.includes('Science'),
    );
    science!.click();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const styled = getComputedStyle(root.querySelector('.meter-bar')!).inlineSize;
    return {
      answered: root.textContent!.match(/(\d) of 8 questions answered/)?.[1],
      year: [...root.querySelectorAll<HTMLInputElement>('input[type=radio]')].findIndex(({ checked }) => checked),
      styled:
        styled !== 'auto' &&
        root.adoptedStyleSheets.length > 0 &&
        getComputedStyle(root.querySelector('.visually-hidden, .meter')!).display !== 'inline',
    };
  });
}
const asBefore = { answered: '2', year: 1, styled: true };

interface Move {
  readonly what: string;
  readonly move: () => void | Promise<void>;
}
declare const element: HTMLElement;

const moves: readonly Move[] = [
  { what: 'appended elsewhere', move: () => document.querySelector('#other')!.append(element) },
  {
    what: 'taken out and put back after a second',
    move: async () => {
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      document.querySelector('#other')!.append(element);
    },
  },
  {
    what: 'taken out ten times in a row',
    move: async () => {
      for (let time = 0; time < 10; time++) {
        element.remove();
        await new Promise((resolve) => setTimeout(resolve, 15));
        document.querySelector('main')!.append(element);
      }
    },
  },
  {
    what: 'taken out with what it stands in',
    move: async () => {
      const main = document.querySelector('main')!;
      main.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.body.append(main);
    },
  },
  {
    what: 'moved into a shadow root of the page',
    move: () => {
      document.querySelector('#host')!.attachShadow({ mode: 'open' }).append(element);
    },
  },
  {
    what: 'moved into a closed shadow root and out again',
    move: async () => {
      document.querySelector('#host')!.attachShadow({ mode: 'closed' }).append(element);
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.querySelector('#other')!.append(element);
    },
  },
  {
    what: 'moved to a frame',
    move: () => {
      document.querySelector('iframe')!.contentDocument!.body.append(element);
    },
  },
  {
    what: 'moved to a frame and back',
    move: async () => {
      document.querySelector('iframe')!.contentDocument!.body.append(element);
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.querySelector('main')!.append(element);
    },
  },
  {
    what: 'kept for a while in a document without a window',
    move: async () => {
      document.implementation.createHTMLDocument('').body.append(element);
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.querySelector('main')!.append(element);
    },
  },
  {
    what: 'moved by moveBefore',
    move: () => {
      const other = document.querySelector('#other') as HTMLElement & { moveBefore(node: Node, before: Node | null): void };
      other.moveBefore(element, null);
    },
  },
];

test.each(moves)('$what, an element goes on where it was, dressed', async ({ move }) => {
  const { page, errors } = await open();
  await page.evaluate(move);

  expect(await goOn(page)).toEqual(asBefore);
  expect(errors).toEqual([]);
});

test('put back after all garbage was collected, an element goes on where it was', async () => {
  const { page } = await open();
  await page.evaluate(() => element.remove());
  const session = await page.context().newCDPSession(page);
  for (let time = 0; time < 3; time++) await countInstances(session, "customElements.get('pt-questionnaire').prototype");
  await page.evaluate(() => document.querySelector('#other')!.append(element));

  expect(await goOn(page)).toEqual(asBefore);
});

test('moveBefore keeps the focus and the text that is being typed', async () => {
  const { page } = await open();
  await page.locator('pt-questionnaire').getByLabel('Science').check();
  await page.locator('pt-questionnaire').getByRole('button', { name: 'Next', exact: true }).click();
  await page.locator('pt-questionnaire textarea').pressSequentially('A longer');
  await page.evaluate(() => {
    const other = document.querySelector('#other') as HTMLElement & { moveBefore(node: Node, before: Node | null): void };
    other.moveBefore(element, null);
  });
  await page.keyboard.type(' lunch');

  expect(await page.locator('#other pt-questionnaire textarea').inputValue()).toBe('A longer lunch');
});

test('an element that was never on the page before it is put into a frame is dressed for the frame', async () => {
  const { page } = await stage.open(body);
  await surveyShown(page);
  await page.evaluate(() => {
    const made = document.createElement('pt-questionnaire');
    for (const { name, value } of document.querySelector('pt-questionnaire')!.attributes)
      if (name !== 'ng-version') made.setAttribute(name, value);
    document.querySelector('iframe')!.contentDocument!.body.append(made);
  });
  const frame = page.frameLocator('iframe');
  await frame.locator('pt-questionnaire').getByLabel('Year 8').check();

  await frame.locator('pt-questionnaire').getByText('1 of 8 questions answered').waitFor();
  expect(await frame.locator('pt-questionnaire').evaluate((moved) => moved.shadowRoot!.adoptedStyleSheets.length)).toBeGreaterThan(0);
});

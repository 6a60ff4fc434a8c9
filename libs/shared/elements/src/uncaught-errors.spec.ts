import { expect, test } from 'vitest';
import { watchUncaught } from './uncaught-errors';

const elements = 'https://cdn.example.com/elements';
const folder = `${elements}/v1.1.0/questionnaire/`;

/** In Chromium's words, and in those of Firefox and WebKit. */
const stacks = [
  {
    what: 'our own code',
    stack: `Error: x\n    at send (${folder}element-A.js:1:2)\n    at https://school.example/app.js:3:4`,
    ours: true,
  },
  { what: 'our own code, Firefox and WebKit', stack: `send@${folder}element-A.js:1:2\n@https://school.example/app.js:3:4`, ours: true },
  {
    what: 'Angular, called by us',
    stack: `Error: x\n    at a (${elements}/runtime/angular-22.1.7-ab/angular.js:1:2)\n    at ${folder}chunk-B.js:3:4`,
    ours: true,
  },
  {
    what: 'Angular, called by another feature',
    stack: `Error: x\n    at a (${elements}/runtime/angular-22.1.7-ab/angular.js:1:2)\n    at ${elements}/v1.0.0/calendar/element-C.js:3:4`,
    ours: false,
  },
  {
    what: 'a listener of the page, called by our event',
    stack: `Error: x\n    at heard (https://school.example/app.js:3:4)\n    at emit (${folder}element-A.js:1:2)`,
    ours: false,
  },
  {
    what: 'a function of the browser, called by us',
    stack: `SyntaxError: x\n    at JSON.parse (<anonymous>)\n    at read (${folder}element-A.js:1:2)`,
    ours: true,
  },
  {
    what: 'evaluated code of the page, called by our event',
    stack: `Error: x\n    at eval (eval at run (:302:30), <anonymous>:5:15)\n    at emit (${folder}element-A.js:1:2)`,
    ours: false,
  },
  { what: 'another version of the same feature', stack: `Error: x\n    at ${elements}/v1.0.0/questionnaire/element-A.js:1:2`, ours: false },
  { what: 'nothing that is known', stack: '', ours: false },
];

test.each(stacks)('$what: ours is $ours, as an error and as a rejection', ({ stack, ours }) => {
  const window = new EventTarget() as Window;
  const caught: unknown[] = [];
  watchUncaught({ window, folder, caught: (error) => caught.push(error) });
  const error = Object.assign(new Error('x'), { stack });
  window.dispatchEvent(Object.assign(new Event('error'), { error, filename: '' }));
  window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: error }));

  expect(caught).toEqual(ours ? [error, error] : []);
});

test('what is thrown but is no error is told by the file it came from', () => {
  const window = new EventTarget() as Window;
  const caught: unknown[] = [];
  watchUncaught({ window, folder, caught: (error) => caught.push(error) });
  window.dispatchEvent(Object.assign(new Event('error'), { error: 'ours', filename: `${folder}element-A.js` }));
  window.dispatchEvent(Object.assign(new Event('error'), { error: 'theirs', filename: 'https://school.example/app.js' }));

  expect(caught).toEqual(['ours']);
});

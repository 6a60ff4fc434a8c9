import { discrepancy } from '@pintag/release';
import { expect, test } from 'vitest';
import { presentDiscrepancies, presentHealing } from './present-discrepancies.ts';

const plain = { colour: false };
const foreign = (count: number, feature = 'calendar') =>
  Array.from({ length: count }, (_, index) => {
    const version = `1.${index}.0`;
    const tag = `${feature}-v${version}`;
    return discrepancy('foreign-tag', { feature, version, tag, commit: 'abc', message: `${tag} was not made by a release.` });
  });
const lost = discrepancy('record-without-tag', {
  feature: 'calendar',
  version: '1.0.0',
  tag: 'calendar-v1.0.0',
  key: 'elements/_records/calendar/1.0.0.json',
  message: 'It has no tag.',
});
const missing = discrepancy('object-missing', { feature: 'calendar', version: '1.0.0', key: 'main.js', message: 'main.js is gone.' });

test('each thing is named with where it is and what to do, and how many of them a run heals', () => {
  expect(presentDiscrepancies([lost, missing], plain)).toBe(
    'calendar@1.0.0  record-without-tag\n' +
      '  It has no tag.  elements/_records/calendar/1.0.0.json\n' +
      '  Run `pintag reconcile --restore calendar-v1.0.0`: it pushes the tag again on the commit of the record. The version stays on the CDN whatever you do.\n' +
      'calendar@1.0.0  object-missing\n' +
      '  main.js is gone.  main.js\n' +
      '  Run `pintag reconcile`: it puts the file back from the linked bundle of the version, or from a build of its commit with the same bytes.\n' +
      '2 things do not agree. `pintag reconcile` heals 1 of them. docs/repair.md explains each.\n',
  );
});

test('two thousand of one kind are a few lines: the newest, the number, and the remedy once', () => {
  const text = presentDiscrepancies([...foreign(1_500), ...foreign(500, 'questionnaire'), lost], plain);
  const lines = text.split('\n');
  expect(lines[0]).toBe('foreign-tag  2,000 of 2 features');
  expect(lines[1]).toBe('  calendar-v1.1499.0 was not made by a release.');
  expect(lines[6]).toBe('  And 1,995 more; `--json` lists them all.');
  expect(lines[7]).toContain('`pintag reconcile --adopt calendar-v1.1499.0`');
  expect(lines.length).toBeLessThan(15);
});

test('what is wrong with a runtime is named by the runtime, alone or in numbers', () => {
  const runtime = 'angular-22.1.7-0f2c9a41d07be358';
  const gone = (file: string) =>
    discrepancy('runtime-file-missing', { runtime, key: `elements/runtime/${runtime}/${file}`, message: `${file} is gone.` });
  expect(presentDiscrepancies([gone('forms.js')], plain)).toMatch(
    `runtime ${runtime}  runtime-file-missing\n  forms.js is gone.  elements/runtime/${runtime}/forms.js\n  Run \`pintag reconcile\``,
  );
  const many = presentDiscrepancies(
    ['1', '2', '3', '4', '5', '6'].map((file) => gone(`${file}.js`)),
    plain,
  );
  expect(many).toMatch(`runtime-file-missing  6 of ${runtime}\n`);
  expect(many).not.toContain('undefined');
});

test('tags that wait to be adopted are no disagreement', () => {
  expect(presentDiscrepancies(foreign(2), plain)).toMatch(/Everything else agrees, and no tag has to be adopted\.\n$/);
});

test('nothing wrong is one line', () => {
  expect(presentDiscrepancies([], plain)).toBe('Tags, notes, records, receipts, objects, lists, index and channels agree.\n');
});

test('what was healed and what is left stand beside each other, with the reason', () => {
  const text = presentHealing({ healed: [missing], left: [{ ...lost, why: 'Pintag makes no tag unasked.' }] }, plain);
  expect(text).toContain('calendar@1.0.0  healed  object-missing\n  It was: main.js is gone.\n');
  expect(text).toContain('  left  Pintag makes no tag unasked.\n  Run `pintag reconcile --restore');
});

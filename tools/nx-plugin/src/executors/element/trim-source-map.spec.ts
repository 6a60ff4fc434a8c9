import { expect, test } from 'vitest';
import { trimSourceMap } from './trim-source-map.ts';

test('our own sources keep their text, those of packages only their name and positions', () => {
  const map = {
    version: 3,
    sources: ['node_modules/rxjs/a.js', 'libs/greeting/src/element.ts', '../elsewhere.ts'],
    sourcesContent: ['rx', 'ours', 'else'],
    mappings: 'AAAA',
    names: ['n'],
    debugId: 'd',
  };
  expect(JSON.parse(trimSourceMap(JSON.stringify(map)))).toEqual({ ...map, sourcesContent: [null, 'ours', null] });
});

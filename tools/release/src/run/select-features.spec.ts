import { expect, test } from 'vitest';
import { type FeatureSelection, selectFeatures } from './select-features.ts';

const known = ['calendar', 'calendar-month', 'menu'];

test.each<[FeatureSelection, object]>([
  [{}, {}],
  [{ only: ['menu'] }, { only: ['menu'] }],
  [{ only: ['calendar*'] }, { only: ['calendar', 'calendar-month'] }],
  [{ only: ['calendar*', 'calendar'] }, { only: ['calendar', 'calendar-month'] }],
  [{ only: ['{menu,calendar}'] }, { only: ['calendar', 'menu'] }],
  [{ except: ['calendar-*'] }, { except: ['calendar-month'] }],
  [
    { only: ['calendar*'], except: ['calendar'] },
    { only: ['calendar', 'calendar-month'], except: ['calendar'] },
  ],
])('%j selects %j', (selection, selected) => {
  expect(selectFeatures(known, selection)).toEqual(selected);
});

test.each<[FeatureSelection, string]>([
  [{ only: ['lunch'] }, 'PT_FEATURE_UNKNOWN'],
  [{ except: ['lunch'] }, 'PT_FEATURE_UNKNOWN'],
  [{ only: ['lunch*'] }, 'PT_FEATURE_UNKNOWN'],
  [{ only: ['menu'], except: ['menu'] }, 'PT_USAGE'],
  [{ except: ['*'] }, 'PT_USAGE'],
])('%j is refused: %s', (selection, code) => {
  expect(() => selectFeatures(known, selection)).toThrow(expect.objectContaining({ code }));
});

import { globSync, readFileSync } from 'node:fs';
import { reflectComponentType, type Type } from '@angular/core';
import { describe, expect, test } from 'vitest';
import agenda from '../agenda.custom-elements.json';
import calendar from '../custom-elements.json';
import month from '../month.custom-elements.json';
import { CalendarAgenda } from './agenda/calendar-agenda';
import { Calendar } from './calendar';
import { CalendarMonth } from './month-grid/calendar-month';

/** What the base class of every element adds. */
const ofEveryElement = { attributes: ['locale'], members: ['locale'], events: ['pintag-error', 'pintag-unauthorized'] };

const names = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name).sort();
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const folder = 'libs/calendar';
const readme = readFileSync(`${folder}/README.md`, 'utf8');
/** The sections of one element, of a README that describes three. */
const sectionOf = (tag: string) => readme.split(/^(?=# |## `pt-)/m).find((section) => section.includes(`<${tag} `)) ?? '';

interface Element {
  readonly tag: string;
  readonly component: Type<unknown>;
  readonly manifest: typeof calendar | typeof month | typeof agenda;
  /** Where its templates are. */
  readonly templates: readonly string[];
}

const elements: readonly Element[] = [
  { tag: 'pt-calendar', component: Calendar, manifest: calendar, templates: ['*', '{day,dialog,event,month,notice,week}/*'] },
  { tag: 'pt-calendar-month', component: CalendarMonth, manifest: month, templates: ['{month-grid,listing}/*'] },
  { tag: 'pt-calendar-agenda', component: CalendarAgenda, manifest: agenda, templates: ['{agenda,listing}/*'] },
];

describe.each(elements)('$tag', ({ tag, component, manifest, templates }) => {
  const element = manifest.modules[0]!.declarations[0]!;
  const { inputs, outputs } = reflectComponentType(component)!;
  const sources = globSync(templates.map((path) => `${folder}/src/${path}.{ts,html}`))
    .filter((path) => !path.endsWith('.spec.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

  test('the manifest is its own', () => {
    expect(element.tagName).toBe(tag);
  });

  test('the manifest has exactly the properties of the element', () => {
    expect(names(element.members)).toEqual([...inputs.map(({ propName }) => propName), ...ofEveryElement.members].sort());
  });

  test('the manifest has exactly the attributes of the element; a function can be none', () => {
    const settable = inputs.map(({ templateName }) => dashed(templateName)).filter((name) => name !== 'headers');
    expect(names(element.attributes)).toEqual([...settable, ...ofEveryElement.attributes].sort());
    for (const { name, fieldName } of element.attributes) expect(dashed(fieldName)).toBe(name);
  });

  test('the manifest has exactly the events of the element', () => {
    expect(names(element.events)).toEqual([...outputs.map(({ templateName }) => dashed(templateName)), ...ofEveryElement.events].sort());
  });

  test('the manifest has exactly the parts of the templates', () => {
    const fixed = [...sources.matchAll(/\bpart(?:="|: ')([\w -]+)/g)].map(([, list]) => list!);
    const chosen = [...sources.matchAll(/\[attr\.part\]="([^"]+)"/g)].flatMap(([, choice]) =>
      [...choice!.matchAll(/[?:] '([\w -]+)'/g)].map(([, list]) => list!),
    );
    const used = [...fixed, ...chosen].flatMap((list) => list.split(' '));
    expect(names(element.cssParts)).toEqual([...new Set(used)].sort());
  });

  test('the manifest has exactly the custom properties of the styles, with their defaults', () => {
    const tokens = readFileSync(`${folder}/src/styles/tokens.css`, 'utf8');
    const used = [...tokens.matchAll(/var\((--pt-[\w-]+),\s*(light-dark\([^)]*\)|[^)]*?)\)/g)].map(([, name, value]) => ({
      name: name!,
      value: value!,
    }));
    expect(names(element.cssProperties)).toEqual(names(used));
    for (const { name, default: value } of element.cssProperties) {
      if (name !== '--pt-font') expect(used.find((token) => token.name === name)?.value, name).toBe(value);
    }
  });

  test('the README lists all of it', () => {
    const all = [element.attributes, element.members, element.events, element.cssParts].flatMap(names);
    expect(all.filter((name) => !sectionOf(tag).includes(`| \`${name}\``))).toEqual([]);
    expect(names(element.cssProperties).filter((name) => !readme.includes(`| \`${name}\``))).toEqual([]);
  });
});

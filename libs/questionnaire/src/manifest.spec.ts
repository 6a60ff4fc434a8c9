import { globSync, readFileSync } from 'node:fs';
import { reflectComponentType } from '@angular/core';
import { expect, test } from 'vitest';
import manifest from '../custom-elements.json';
import { Questionnaire } from './questionnaire';

/** What the base class adds to an element that is a control of a form. */
const ofEveryControl = {
  attributes: ['locale', 'name', 'disabled'],
  members: [
    ...['locale', 'name', 'disabled', 'form', 'labels', 'validity', 'validationMessage', 'willValidate'],
    ...['checkValidity', 'reportValidity'],
  ],
  events: ['pintag-error', 'pintag-unauthorized'],
};

const element = manifest.modules[0]!.declarations[0]!;
const component = reflectComponentType(Questionnaire)!;
const names = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name).sort();
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const folder = 'libs/questionnaire';
const sources = globSync(`${folder}/src/**/*.{ts,html}`)
  .filter((path) => !path.endsWith('.spec.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

test('the manifest has exactly the properties of the element', () => {
  expect(names(element.members)).toEqual([...component.inputs.map(({ propName }) => propName), ...ofEveryControl.members].sort());
});

test('the manifest has exactly the attributes of the element; a function can be none', () => {
  const inputs = component.inputs.map(({ templateName }) => dashed(templateName)).filter((name) => name !== 'headers');
  expect(names(element.attributes)).toEqual([...inputs, ...ofEveryControl.attributes].sort());
  for (const { name, fieldName } of element.attributes) expect(dashed(fieldName)).toBe(name);
});

test('the manifest has exactly the events of the element', () => {
  expect(names(element.events)).toEqual(
    [...component.outputs.map(({ templateName }) => dashed(templateName)), ...ofEveryControl.events].sort(),
  );
});

test('the manifest has exactly the parts of the templates', () => {
  const used = [...sources.matchAll(/\bpart(?:="|: ')([\w -]+)/g)].flatMap(([, list]) => list!.split(' '));
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
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const all = [element.attributes, element.members, element.events, element.cssParts, element.cssProperties].flatMap(names);
  expect(all.filter((name) => !readme.includes(`| \`${name}\``))).toEqual([]);
});

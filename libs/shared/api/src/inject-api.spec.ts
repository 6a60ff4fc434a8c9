import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { type HeadersSource, credentialsAttribute, injectApi } from './inject-api';

interface paths {
  '/me': { get: { responses: { 200: { content: { 'application/json': { name: string } } } } } };
}

@Component({ selector: 'pt-client', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
class Client {
  readonly api = input('');
  readonly credentials = input('same-origin', { transform: credentialsAttribute });
  readonly headers = input<HeadersSource>();
  readonly client = injectApi<paths>(this);
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('each request asks the inputs as they are then', async () => {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    asked.push(new Request(url, init));
    return Response.json({ name: 'Ms Sato' });
  });
  const { componentInstance, componentRef } = TestBed.createComponent(Client);
  componentRef.setInput('api', 'https://one.example');
  await componentInstance.client.get('/me');
  componentRef.setInput('api', 'https://two.example');
  componentRef.setInput('credentials', 'include');
  componentRef.setInput('headers', () => ({ authorization: 'Bearer t0ken' }));
  await componentInstance.client.get('/me');

  expect(asked.map(({ url, credentials, headers }) => [url, credentials, headers.get('authorization')])).toEqual([
    ['https://one.example/me', 'same-origin', null],
    ['https://two.example/me', 'include', 'Bearer t0ken'],
  ]);
});

test('a 401 is an event of the element', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ title: 'Sign in' }, { status: 401 }));
  const { componentInstance, nativeElement } = TestBed.createComponent(Client);
  const heard = vi.fn<(event: CustomEvent) => void>();
  (nativeElement as HTMLElement).addEventListener('pintag-unauthorized', (event) => heard(event as CustomEvent));
  await componentInstance.client.get('/me');

  expect(heard.mock.calls.map(([{ bubbles, composed, detail }]) => ({ bubbles, composed, detail: detail as unknown }))).toEqual([
    { bubbles: true, composed: true, detail: { title: 'Sign in' } },
  ]);
});

test.each([
  ['include', 'include'],
  ['omit', 'omit'],
  ['yes', 'same-origin'],
  [null, 'same-origin'],
])('credentials="%s" is %s', (given, mode) => {
  expect(credentialsAttribute(given)).toBe(mode);
});

/** The four commands of W3C WebDriver that tests need, over HTTP. */
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';

export interface WebDriverSession extends AsyncDisposable {
  readonly browserVersion: string;
  open(url: string): Promise<void>;
  read(expression: string): Promise<unknown>;
}

const opened = v.object({ sessionId: v.string(), capabilities: v.object({ browserVersion: v.string() }) });
const read = v.union([v.object({ value: v.unknown() }), v.object({ error: v.string() })]);
const answer = v.object({ value: v.unknown() });
const failure = v.object({ value: v.object({ error: v.string(), message: v.string() }) });

/** @param origin of a driver, which may still be starting: for ten seconds it is asked again. */
export async function openSession(origin: string, capabilities: object): Promise<WebDriverSession> {
  await started(origin);
  const { sessionId, capabilities: given } = v.parse(
    opened,
    await send(`${origin}/session`, { capabilities: { alwaysMatch: capabilities } }),
  );
  const session = `${origin}/session/${sessionId}`;
  return {
    browserVersion: given.browserVersion,
    async open(url) {
      await send(`${session}/url`, { url });
    },
    async read(expression) {
      // A script that fails says so as data: drivers do not agree on how they tell of a rejected promise.
      const script = `const done = arguments[0];
        Promise.resolve().then(() => (${expression})).then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
      const result = v.parse(read, await send(`${session}/execute/async`, { script, args: [] }));
      if ('error' in result) throw new Error(result.error);
      return result.value ?? undefined;
    },
    async [Symbol.asyncDispose]() {
      await send(session, undefined, 'DELETE');
    },
  };
}

async function started(origin: string): Promise<void> {
  const tries = 200;
  for (let tried = 1; ; tried += 1) {
    try {
      await fetch(`${origin}/status`);
      return;
    } catch (cause) {
      if (tried === tries) throw new Error(`No WebDriver answers at ${origin}.`, { cause });
      await pause(50);
    }
  }
}

async function send(url: string, body: object | undefined, method = 'POST'): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const json: unknown = await response.json();
  if (response.ok) return v.parse(answer, json).value;
  const { error, message } = v.parse(failure, json).value;
  throw new Error(`${method} ${url}: ${error}: ${message}`);
}

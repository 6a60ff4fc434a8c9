/** How another process finds out that the one named in `server.json` still answers, and is the one that wrote it. */
import type { HttpHandler } from './http/message.ts';

const path = '/pintag/health';

/** Beside the CloudFront API, whose own paths all begin with its version. */
export function withHealth(handler: HttpHandler, instance: string): HttpHandler {
  return (request) =>
    request.method === 'GET' && request.target === path
      ? Promise.resolve({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(instance) })
      : handler(request);
}

/** @param timeout milliseconds. */
export async function answersAs(instance: string, endpoint: string, timeout: number): Promise<boolean> {
  try {
    const response = await fetch(endpoint + path, { signal: AbortSignal.timeout(timeout) });
    return (await response.text()) === instance;
  } catch {
    // Whatever goes wrong means the same: nobody of that name is there.
    return false;
  }
}

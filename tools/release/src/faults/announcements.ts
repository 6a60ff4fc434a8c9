/** Stands in GitHub's place: who is told about a version over HTTP, and how a release tells. */
import { createServer } from 'node:http';
import type { Announcer } from '../announce/announcer.ts';

export interface Announcements {
  readonly origin: string;
  readonly tags: ReadonlySet<string>;
  close(): Promise<void>;
}

export async function startAnnouncements(): Promise<Announcements> {
  const tags = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      tags.add(incoming.url!.slice(1));
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"announced":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    tags,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One try, and an end to it: the next run asks again. @param limit milliseconds. */
export const createHttpAnnouncer = ({ origin, limit }: { readonly origin: string; readonly limit: number }): Announcer => ({
  async announce({ tag: { tag } }) {
    const answer = await fetch(`${origin}/${tag}`, { method: 'PUT', body: `{"tag":"${tag}"}`, signal: AbortSignal.timeout(limit) });
    if (!answer.ok) throw new Error(`Announcing ${tag} was answered with ${answer.status}.`);
    // An answer that breaks off is none.
    await answer.json();
  },
});

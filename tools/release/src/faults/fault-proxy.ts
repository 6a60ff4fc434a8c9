/** Stands in front of an HTTP server, below the client's own retries, and lets one request meet a fault. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { NameRequest, Party } from './external-call.ts';
import type { Gate } from './gate.ts';
import { refusalOf } from './refusals.ts';

export interface FaultProxy {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  readonly upstream: string;
  readonly party: Party;
  readonly name: NameRequest;
  /** Of the run that is under way. */
  readonly gate: () => Gate;
}

/** Milliseconds: long for a call, and well within every time limit of the table. */
const slowness = 200;

interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export async function startFaultProxy({ upstream, party, name, gate }: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const { method = 'GET', url = '/' } = incoming;
    const current = gate();
    const meeting = current.arrive({ party, name: name(method, url), requestBytes: body.length });
    const cut = () => void outgoing.destroy();
    const pass = async (sent: Buffer = body) => {
      const answer = await forward({ upstream, agent, incoming, body: sent });
      meeting.answered(method === 'HEAD' ? 0 : answer.body.length);
      return answer;
    };
    switch (meeting.fault) {
      case 'fail-before':
        return cut();
      case 'fail-after':
        await pass();
        return cut();
      case 'time-out':
        return void (await pass());
      case 'kill-before':
        return current.kill();
      case 'kill-after':
        await pass();
        return current.kill();
      case 'answer-500':
      case 'answer-503':
      case 'slow-down':
        return reply(outgoing, refusalOf(meeting.fault, party), method);
      case 'slow':
        await delay(slowness);
        return reply(outgoing, await pass(), method);
      case 'stall':
      case 'truncate': {
        if (meeting.fault === 'truncate' && !meeting.answerBytes) {
          await sendHalf({ upstream, incoming, body });
          return cut();
        }
        const { status, headers, body: whole } = await pass();
        outgoing.writeHead(status, [...headers]);
        outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => meeting.fault === 'truncate' && cut());
        return;
      }
      default:
        return reply(outgoing, await pass(), method);
    }
  }

  const server = createServer((incoming, outgoing) => {
    // Whoever is cut off in the middle is meant to be.
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Forwarded {
  readonly upstream: string;
  readonly agent?: Agent;
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
}

/** The very same headers: a signature covers them. */
function forward({ upstream, agent, incoming, body }: Forwarded): Promise<Answer> {
  const { hostname, port } = new URL(upstream);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, agent, method: incoming.method, path: incoming.url, headers: withoutHops(incoming.rawHeaders), setHost: false },
      (response) =>
        readBody(response).then(
          (answer) => resolve({ status: response.statusCode ?? 502, headers: withLength(response.rawHeaders, answer), body: answer }),
          reject,
        ),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** As when the client dies, or its line, while it sends. */
function sendHalf({ upstream, incoming, body }: Forwarded): Promise<void> {
  const { hostname, port } = new URL(upstream);
  return new Promise((resolve) => {
    const headers = [...withoutHops(incoming.rawHeaders), ...(incoming.headers['content-length'] ? [] : ['transfer-encoding', 'chunked'])];
    const outgoing = request({ hostname, port, method: incoming.method, path: incoming.url, headers, setHost: false });
    outgoing.on('error', () => resolve()).on('close', () => resolve());
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
  });
}

const hops = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect']);

function withoutHops(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < raw.length; at += 2) if (!hops.has(raw[at]!.toLowerCase())) kept.push(raw[at]!, raw[at + 1]!);
  return kept;
}

/** A body without a length ends where the connection does; nobody could see that it was cut. */
function withLength(raw: readonly string[], body: Buffer): string[] {
  const headers = withoutHops(raw);
  const isKnown = headers.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-length');
  return isKnown ? headers : [...headers, 'content-length', String(body.length)];
}

function reply(outgoing: ServerResponse, { status, headers, body }: Answer, method: string): void {
  outgoing.writeHead(status, [...headers]);
  outgoing.end(method === 'HEAD' ? undefined : body);
}

/** A bare repository over HTTP, by git's own server program, so that what goes wrong on the way to a remote can. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface GitServer {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  close(): Promise<void>;
}

export interface GitServerOptions {
  /** Folder of bare repositories: `<origin>/remote.git` is `<root>/remote.git`. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whoever does not know it, as a password, gets 401. Default: everybody may push. */
  readonly token?: string;
}

export async function startGitServer({ root, env, token }: GitServerOptions): Promise<GitServer> {
  const server = createServer((incoming, outgoing) => {
    if (token === undefined || passwordOf(incoming) === token) return serve({ root, env, incoming, outgoing });
    incoming.resume();
    outgoing.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const passwordOf = ({ headers }: IncomingMessage): string | undefined => {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  return basic === undefined ? undefined : Buffer.from(basic, 'base64').toString().split(':').slice(1).join(':');
};

interface Exchange {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** CGI (RFC 3875), as far as git-http-backend needs it. */
function serve({ root, env, incoming, outgoing }: Exchange): void {
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?');
  const { headers } = incoming;
  const backend = spawn('git', ['-c', 'http.receivepack=true', 'http-backend'], {
    env: {
      PATH: env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      REQUEST_METHOD: incoming.method,
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      REMOTE_USER: 'a',
      REMOTE_ADDR: '127.0.0.1',
      CONTENT_TYPE: headers['content-type'] ?? '',
      ...(headers['content-length'] && { CONTENT_LENGTH: headers['content-length'] }),
      ...(headers['content-encoding'] && { HTTP_CONTENT_ENCODING: headers['content-encoding'] }),
      ...(headers['git-protocol'] && { GIT_PROTOCOL: String(headers['git-protocol']) }),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Whoever goes away in the middle of a request leaves a pipe that nobody reads.
  backend.stdin.on('error', () => undefined);
  backend.on('error', () => outgoing.destroy());
  incoming.pipe(backend.stdin);
  incoming.on('close', () => incoming.complete || backend.kill());

  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf('\r\n\r\n');
    const lines = answer.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n').filter(Boolean);
    const fields = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
    const status = fields.find(([name]) => name.toLowerCase() === 'status')?.[1];
    const body = answer.subarray(end < 0 ? 0 : end + 4);
    outgoing.writeHead(end < 0 ? 500 : Number.parseInt(status ?? '200', 10), [
      ...fields.filter(([name]) => name.toLowerCase() !== 'status').flat(),
      'content-length',
      String(body.length),
    ]);
    outgoing.end(body);
  });
}

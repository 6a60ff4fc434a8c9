/** Bare repositories over HTTP, by git's own server program, as hosts of repositories run it. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export interface GitServerOptions {
  /** Folder of bare repositories. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function startGitServer(options: GitServerOptions): Promise<Listening> {
  const server = createServer((request, response) => serve(request, response, options));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** CGI (RFC 3875), as far as `git http-backend` needs it. */
function serve(request: IncomingMessage, response: ServerResponse, { root, env }: GitServerOptions): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const { headers } = request;
  const backend = spawn('git', ['-c', 'http.receivepack=true', 'http-backend'], {
    env: {
      ...env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REMOTE_USER: 'dora',
      REMOTE_ADDR: '127.0.0.1',
      CONTENT_TYPE: headers['content-type'],
      CONTENT_LENGTH: headers['content-length'],
      HTTP_CONTENT_ENCODING: headers['content-encoding'],
      GIT_PROTOCOL: headers['git-protocol']?.toString(),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // git may have its answer before it has read the whole request.
  backend.stdin.on('error', () => undefined);
  backend.on('error', () => response.destroy());
  request.pipe(backend.stdin);

  let head = Buffer.alloc(0);
  const begin = (piece: Buffer): void => {
    head = Buffer.concat([head, piece]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const fields = head
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
    const { status = '200', ...rest } = Object.fromEntries(fields);
    response.writeHead(Number.parseInt(status, 10), rest);
    response.write(head.subarray(end + 4));
    backend.stdout.off('data', begin);
    backend.stdout.pipe(response);
  };
  backend.stdout.on('data', begin);
}

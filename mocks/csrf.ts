/** Sessions and CSRF tokens as a school's own backend has them: a cookie says who, a header proves that the page asked. */
import { randomBytes } from 'node:crypto';
import { plainProblem, problem } from './problem.ts';

export const sessionPath = '/api/session';
export const csrfHeader = 'X-CSRF-Token';

const cookieName = 'pintag_session';
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface CsrfGuard {
  /** `GET /api/session`: a token for the session of the cookie, and a new cookie where there is none. */
  openSession(request: Request): Response;
  /** The refusal of a write that lacks the token of its session; a bearer needs none, for no browser sends it by itself. */
  refuse(request: Request): Response | undefined;
}

export function createCsrfGuard(random: () => string = () => randomBytes(18).toString('base64url')): CsrfGuard {
  const tokens = new Map<string, string>();

  return {
    openSession(request) {
      const known = sessionOf(request);
      const session = known !== undefined && tokens.has(known) ? known : random();
      const csrfToken = tokens.get(session) ?? random();
      tokens.set(session, csrfToken);
      const headers = { 'Set-Cookie': `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Lax`, 'Cache-Control': 'no-store' };
      return Response.json({ csrfToken }, { headers });
    },
    refuse(request) {
      if (safeMethods.has(request.method) || request.headers.get('Authorization')?.startsWith('Bearer ')) return undefined;
      const session = sessionOf(request);
      const expected = session === undefined ? undefined : tokens.get(session);
      if (expected !== undefined && request.headers.get(csrfHeader) === expected) return undefined;
      return problem(plainProblem(403, 'Forbidden', `A write needs the ${csrfHeader} that GET ${sessionPath} gave to this session.`));
    },
  };
}

function sessionOf(request: Request): string | undefined {
  const cookies = (request.headers.get('Cookie') ?? '').split(';').map((cookie) => cookie.trim().split('='));
  return cookies.find(([name]) => name === cookieName)?.[1];
}

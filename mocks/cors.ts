/** CORS with credentials, for the origins that a backend knows; an unknown origin gets no header, so its browser refuses the answer. */

/** What a page may read of an answer besides the few headers that are always readable. */
const exposed = 'Content-Language, Retry-After';
const methods = 'GET, POST, PUT, PATCH, DELETE';

export function corsHeaders(request: Request, allowOrigins: readonly string[]): Readonly<Record<string, string>> {
  const origin = request.headers.get('Origin');
  if (origin === null || !allowOrigins.includes(origin)) return { Vary: 'Origin' };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': exposed,
  };
}

export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('Access-Control-Request-Method');
}

/** The answer to a preflight: what was asked for is allowed, to known origins, for ten minutes. */
export function preflightResponse(request: Request, allowOrigins: readonly string[]): Response {
  const cors = corsHeaders(request, allowOrigins);
  if (!('Access-Control-Allow-Origin' in cors)) return new Response(null, { status: 403, headers: cors });
  return new Response(null, {
    status: 204,
    headers: {
      ...cors,
      Vary: 'Origin, Access-Control-Request-Headers',
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': request.headers.get('Access-Control-Request-Headers') ?? '',
      'Access-Control-Max-Age': '600',
    },
  });
}

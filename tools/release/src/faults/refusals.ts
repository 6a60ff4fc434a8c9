/** How each party says that it cannot answer now. */
import type { FaultKind } from './fault.ts';
import type { Party } from './external-call.ts';

export interface Refusal {
  readonly status: number;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export type RefusalKind = Extract<FaultKind, 'answer-500' | 'answer-503' | 'slow-down'>;

export function refusalOf(kind: RefusalKind, party: Party): Refusal {
  if (party === 'store') return s3[kind];
  if (party === 'cloudfront') return cloudfront[kind];
  return plain({ 'answer-500': 500, 'answer-503': 503, 'slow-down': 429 }[kind]);
}

const xml = (status: number, body: string): Refusal => ({
  status,
  headers: ['content-type', 'application/xml', 'content-length', String(Buffer.byteLength(body)), 'x-amzn-requestid', 'faulty'],
  body: Buffer.from(body),
});

const s3Error = (status: number, code: string, message: string) =>
  xml(
    status,
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>faulty</RequestId></Error>`,
  );

const s3: Record<RefusalKind, Refusal> = {
  'answer-500': s3Error(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  'answer-503': s3Error(503, 'ServiceUnavailable', 'Service is unable to handle request.'),
  'slow-down': s3Error(503, 'SlowDown', 'Please reduce your request rate.'),
};

const cloudfrontError = (status: number, code: string) =>
  xml(
    status,
    `<?xml version="1.0"?>\n<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${code}</Message></Error><RequestId>faulty</RequestId></ErrorResponse>`,
  );

const cloudfront: Record<RefusalKind, Refusal> = {
  'answer-500': cloudfrontError(500, 'InternalError'),
  'answer-503': cloudfrontError(503, 'ServiceUnavailable'),
  'slow-down': cloudfrontError(400, 'TooManyInvalidationsInProgress'),
};

const plain = (status: number): Refusal => {
  const body = `${status}\n`;
  return {
    status,
    headers: ['content-type', 'text/plain; charset=utf-8', 'content-length', String(body.length), 'cache-control', 'no-store'],
    body: Buffer.from(body),
  };
};

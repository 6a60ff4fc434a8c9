import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { expect, onTestFinished, test } from 'vitest';
import { createCloudFrontEdge } from './cloudfront-edge.ts';

const accepted = {
  status: 201,
  xml: '<Invalidation><Id>I1</Id><Status>InProgress</Status><CreateTime>2026-01-01T00:00:00Z</CreateTime></Invalidation>',
};
const tooMany = {
  status: 400,
  xml: '<ErrorResponse><Error><Code>TooManyInvalidationsInProgress</Code><Message>wait</Message></Error></ErrorResponse>',
};
const denied = { status: 403, xml: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>' };

/** The CloudFront API with one answer after the other. */
async function start(...answers: { status: number; xml: string }[]) {
  const asked: { url: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { status, xml } = answers[Math.min(asked.push({ url: request.url, body }), answers.length) - 1]!;
      response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const client = new CloudFrontClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
  });
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { asked, edge: createCloudFrontEdge({ client, distributionId: 'E1', origin: 'https://cdn.example.com', pause: 1 }) };
}

test('all paths go in one request, each once, under the reference of the run', async () => {
  const { edge, asked } = await start(accepted);
  await edge.invalidate(['/elements/index.json', '/elements/calendar/versions.json', '/elements/index.json'], 'run-1');

  expect(asked).toHaveLength(1);
  expect(asked[0]!.url).toBe('/2020-05-31/distribution/E1/invalidation');
  expect(asked[0]!.body).toContain('<CallerReference>run-1</CallerReference>');
  expect(asked[0]!.body).toContain('<Quantity>2</Quantity>');
  expect([...asked[0]!.body.matchAll(/<Path>(.*?)<\/Path>/g)].map(([, path]) => path)).toEqual([
    '/elements/calendar/versions.json',
    '/elements/index.json',
  ]);
});

test('without paths nothing is asked', async () => {
  const { edge, asked } = await start(accepted);
  await edge.invalidate([], 'run-1');

  expect(asked).toEqual([]);
});

test('too many at a time: it waits for its turn', async () => {
  const { edge, asked } = await start(tooMany, tooMany, accepted);
  await edge.invalidate(['/elements/index.json'], 'run-1');

  expect(asked).toHaveLength(3);
});

test('no permission is final', async () => {
  const { edge, asked } = await start(denied);

  await expect(edge.invalidate(['/elements/index.json'], 'run-1')).rejects.toMatchObject({
    code: 'PT_INVALIDATION',
    cause: { name: 'AccessDenied' },
  });
  expect(asked).toHaveLength(1);
});

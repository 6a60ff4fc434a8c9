import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChannels } from '@pintag/cdn';
import { type LocalCdn, startLocalCdn } from '../testing/local-cdn.ts';
import { runCommand } from '../testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/workspace.ts';

let workspace: TestWorkspace;
let cdn: LocalCdn;
beforeAll(async () => {
  workspace = await makeWorkspace();
  cdn = await startLocalCdn(workspace.root);
  for (const version of ['1.0.0', '1.1.0']) await cdn.publish('calendar', version);
});
afterAll(async () => {
  await cdn[Symbol.asyncDispose]();
  await workspace.remove();
});

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const run = (...argv: string[]) => runCommand(argv, { cwd: workspace.root });
const states = async (channel: string) => ({
  truth: (await readChannels(cdn.store, 'calendar'))?.channels[channel]?.version,
  edge: (await cdn.keyValues.list()).values.get(`${channel}/calendar`),
});

/** `pintag` in a process of its own, that names every service; CloudFront's APIs are answered at `endpoint`. */
const pintag = (endpoint: string, ...argv: string[]) => pintagOn(cdn.local.s3.bucket, endpoint, ...argv);

const pintagOn = (bucket: string, endpoint: string, ...argv: string[]) => {
  const { s3, edge, cloudfront, keyValueStore } = cdn.local;
  return execa(execPath, [main, ...argv], {
    cwd: workspace.root,
    reject: false,
    env: {
      PINTAG_STORE_BUCKET: bucket,
      PINTAG_STORE_REGION: s3.region,
      PINTAG_STORE_ENDPOINT: s3.endpoint,
      PINTAG_EDGE_ORIGIN: edge.origin,
      PINTAG_EDGE_DISTRIBUTION: cloudfront.distributionId,
      PINTAG_EDGE_KEY_VALUE_STORE: keyValueStore.arn,
      PINTAG_EDGE_ENDPOINT: endpoint,
      AWS_ACCESS_KEY_ID: s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
    },
  });
};

/** Stands where the key-value store's API would be. */
async function startStandIn(onRequest: () => { readonly status: number; readonly type: string }) {
  const server = createServer((request, response) => {
    const { status, type } = onRequest();
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end(JSON.stringify({ Message: type }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

test('killed between the truth and its copy: the check names the channel, reconcile makes the edge follow', async () => {
  await run('channel', 'set', 'stable', 'calendar@1.0.0');
  let kill = (): void => {};
  await using standIn = await startStandIn(() => {
    kill();
    return { status: 500, type: 'InternalServerException' };
  });
  const child = pintag(standIn.endpoint, 'channel', 'set', 'stable', 'calendar@1.1.0');
  kill = () => void child.kill('SIGKILL');
  expect((await child).signal).toBe('SIGKILL');
  expect(await states('stable')).toEqual({ truth: '1.1.0', edge: '1.0.0' });

  const check = await run('reconcile', '--check');
  expect(check.exitCode).toBe(1);
  expect(check.stdout).toContain(
    'stable of calendar  channel-not-projected\n  stable of calendar is 1.1.0, and the edge still redirects to 1.0.0.',
  );

  const heal = await run('reconcile', '--json');
  expect(JSON.parse(heal.stdout)).toMatchObject({
    healed: expect.arrayContaining([expect.objectContaining({ kind: 'channel-not-projected' })]),
  });
  expect(await states('stable')).toEqual({ truth: '1.1.0', edge: '1.1.0' });
});

test('no right to the key-value store: the truth is written, the command says so and fails, and setting it again makes the edge follow', async () => {
  await run('channel', 'set', 'next', 'calendar@1.0.0');
  await using standIn = await startStandIn(() => ({ status: 403, type: 'AccessDeniedException' }));
  const { exitCode, stderr, stdout } = await pintag(standIn.endpoint, 'channel', 'set', 'next', 'calendar@1.1.0');

  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain('PT_CHANNEL_NOT_PROJECTED  next of calendar is 1.1.0 now, and the edge does not follow it yet:');
  expect(stderr).toContain('AccessDeniedException');
  expect(stderr).toContain('Run `pintag channel repair`, or `pintag reconcile`');
  expect(await states('next')).toEqual({ truth: '1.1.0', edge: '1.0.0' });

  const again = await run('channel', 'set', 'next', 'calendar@1.1.0');
  expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1.1.0 already, and the edge follows') });
  expect(await states('next')).toEqual({ truth: '1.1.0', edge: '1.1.0' });
});

test('a revert that the edge was not told of: what the command says to run makes the edge follow, and goes back no further', async () => {
  for (const version of ['0.1.0', '0.2.0', '0.3.0']) await cdn.publish('calendar', version);
  for (const version of ['0.1.0', '0.2.0', '0.3.0']) await run('channel', 'set', 'v0', `calendar@${version}`);
  await using standIn = await startStandIn(() => ({ status: 403, type: 'AccessDeniedException' }));
  const { exitCode, stderr } = await pintag(standIn.endpoint, 'channel', 'revert', 'v0', 'calendar');
  expect(exitCode).toBe(1);
  expect(await states('v0')).toEqual({ truth: '0.2.0', edge: '0.3.0' });

  const remedy = /PT_CHANNEL_NOT_PROJECTED[^]*?Run `pintag ([^`]+)`/.exec(stderr)![1]!;
  expect(await run(...remedy.split(' '))).toMatchObject({ exitCode: 0 });
  expect(await states('v0')).toEqual({ truth: '0.2.0', edge: '0.2.0' });
});

test('a revert that is interrupted, or whose answer is lost, says to look first: it may be written down', async () => {
  for (const version of ['0.2.0', '0.3.0']) await run('channel', 'set', 'next', `calendar@${version}`, '--force');
  let interrupt = (): void => {};
  await using standIn = await startStandIn(() => {
    interrupt();
    return { status: 500, type: 'InternalServerException' };
  });
  const child = pintag(standIn.endpoint, 'channel', 'revert', 'next', 'calendar');
  interrupt = () => void child.kill('SIGINT');
  const { exitCode, stderr } = await child;
  expect({ exitCode, states: await states('next') }).toEqual({ exitCode: 130, states: { truth: '0.2.0', edge: '0.3.0' } });
  expect(stderr).toMatch(/^Interrupted\. Before you revert again, look .*`pintag channel history next calendar`/);

  const lost = await pintagOn('no-such-bucket', standIn.endpoint, 'channel', 'revert', 'next', 'calendar');
  expect(lost.stderr).toMatch(/^Before you revert again[^]*PT_STORE_FAILED/);
});

/** Every principal tries everything everywhere, over HTTP, under the synthesised policies. */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type Decided, putInForce } from '@pintag/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KeyGroup, type KeyGroupName, keySpace } from '../key-space.ts';
import { bucketOperations, type BucketOperationName, isLetThrough, type OperationName, operationNames, operations } from './operations.ts';
import { bytesOf, elsewhere, openProvingGround, principals, type ProvingGround, released } from './proving-ground.ts';
import { bucketRights, type Place, rights } from './rights.ts';
import { withoutParts, withoutStatements } from './smaller-policies.ts';
import { bucket, distributionId, localPoliciesOf, synthesisedPolicies } from './synthesised.ts';

const groups: Readonly<Record<KeyGroupName, KeyGroup>> = keySpace;
const places: readonly (readonly [Place, string])[] = [
  ...Object.entries(groups).map(([name, { example }]) => [name as KeyGroupName, example] as const),
  ['elsewhere', elsewhere],
];
const cases = principals.flatMap((who) => places.map(([place, key]) => [who, place, key] as const));
const writtenOnce = Object.values(groups).filter(({ written }) => written === 'once');

const deployed = synthesisedPolicies();
let ground: ProvingGround;
beforeAll(async () => {
  ground = await openProvingGround(localPoliciesOf(deployed));
});
afterAll(() => ground.close());

let tried = 0;
/** A key of the same group; where the group is one key, that one: creating it again is refused by S3, and not by a policy. */
function absentLike(place: Place, key: string): string {
  if (place !== 'elsewhere' && !groups[place].pattern.includes('*')) return key;
  const changing = place === 'versions' ? /(\/versions\.json)$/ : /(\.\w+)$/;
  return key.replace(changing, `-${++tried}$1`);
}

const put = (Key: string) => ground.client('administrator').send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytesOf(Key) }));

describe('nothing but what is meant to be', () => {
  test.each(cases)('%s with %s', async (who, place, key) => {
    const client = ground.client(who);
    const letThrough: OperationName[] = [];
    let before = await ground.snapshot();
    for (const name of operationNames) {
      const target = { key, etag: before[key]!, absent: absentLike(place, key) };
      const through = await isLetThrough(() => operations[name](client, target));
      let after = await ground.snapshot();
      if (through) {
        letThrough.push(name);
        // It may have been a change, and the next one finds everything as it was.
        if (after[key] !== before[key]) {
          await put(key);
          after = await ground.snapshot();
        }
      } else expect([name, after]).toEqual([name, before]);
      before = after;
    }
    expect(letThrough).toEqual(rights[who][place] ?? []);
  });
});

test.each(principals)('what protects the bucket is not for %s to take away, unless nothing can prevent it', async (who) => {
  const letThrough: string[] = [];
  for (const [name, operation] of Object.entries(bucketOperations)) {
    if (await isLetThrough(() => operation(ground.client(who)))) letThrough.push(name);
  }
  expect(letThrough).toEqual(bucketRights[who] ?? ([] satisfies readonly BucketOperationName[]));
});

test('and after all of it, what was released is there, byte by byte', async () => {
  for (const Key of released.filter((key) => writtenOnce.some(({ example }) => example === key))) {
    const { Body } = await ground.client('administrator').send(new GetObjectCommand({ Bucket: bucket, Key }));
    expect(await Body?.transformToString()).toBe(bytesOf(Key));
  }
});

test('over plain HTTP nobody gets anything', async () => {
  const plain = await openProvingGround(localPoliciesOf(deployed, { secureTransport: false })).catch((error: unknown) => error);
  expect(plain).toMatchObject({ name: 'AccessDenied' });
});

test('what is not for the public is not on the edge', async () => {
  const statuses = Object.fromEntries(
    await Promise.all(places.map(async ([place, key]) => [place, (await fetch(`${ground.local.edge.origin}/${key}`)).status] as const)),
  );
  expect(Object.keys(statuses).filter((place) => statuses[place] !== 200)).toEqual([
    'staged',
    'claims',
    'receipts',
    'channels',
    'elsewhere',
  ]);
});

test("the bucket's policy says nothing that changes nothing", () => {
  const questions = [
    ...new Map(
      ground.takeDecisions().map((one) => [JSON.stringify([one.principal, one.action, one.resource, one.conditions]), one]),
    ).values(),
  ];
  const answers = (policy: typeof deployed.bucket): readonly string[] =>
    [true, false].flatMap((secureTransport) => {
      const { authorize } = putInForce(localPoliciesOf({ ...deployed, bucket: policy }, { secureTransport }), {
        bucketName: bucket,
        distributionId,
      });
      return questions.map((question: Decided) => (authorize(question) === 'allow' ? 'allow' : 'deny'));
    });
  const usual = answers(deployed.bucket).join();
  const spare = [...withoutStatements(deployed.bucket), ...withoutParts(deployed.bucket)].filter(
    ({ document }) => answers(document).join() === usual,
  );
  // No request asks for these: a replication from another bucket would.
  expect(spare.map(({ without }) => without)).toEqual(['KeepForEver: s3:ReplicateObject', 'KeepForEver: s3:ReplicateDelete']);
});

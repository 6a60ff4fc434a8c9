import { expect, test } from 'vitest';
import { createFakeRemote } from '../testing/fake-remote.ts';
import { createWatch, watchRepository } from './watch-calls.ts';

function opened() {
  const remote = createFakeRemote(['calendar']);
  remote.commit('calendar');
  return remote.open({ run: 'run-1' });
}

test('every method of a repository is watched, but for those that ask nobody outside and the one that ends it', async () => {
  const calls: string[] = [];
  const watched = createWatch({ before: ({ name }) => void calls.push(name) });
  const moved = new Error('The checkout moved.');
  const repository = watchRepository({ ...opened(), assertUnchanged: () => Promise.reject(moved) }, watched);
  await repository.tags();
  await repository.channels([]);
  await repository.fetch();
  await repository.push((await repository.plan()).releases);
  await repository.checkPushRight();
  await repository.checkout(repository.commit);
  await repository.noteProblems();
  await repository.restore([]);

  await expect(repository.assertUnchanged?.()).rejects.toBe(moved);
  await repository.close();
  const names = ['tags', 'channels', 'fetch', 'plan', 'push', 'checkPushRight', 'checkout', 'noteProblems', 'restore', 'assertUnchanged'];
  expect(calls).toEqual(names.map((name) => `repository.${name}`));
  expect(Object.keys(repository).sort()).toEqual(
    [...names, 'root', 'commit', 'branch', 'run', 'close', 'features', 'explain', 'story'].sort(),
  );
});

test('a repository whose checkout cannot change has nothing to ask, watched or not', () => {
  expect(watchRepository(opened(), createWatch({}))).not.toHaveProperty('assertUnchanged');
});

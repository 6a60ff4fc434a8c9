/** What a full disk or a broken copy leaves of a bundle that an earlier run wrote. */
import { linkedBundleKey, packBundle, parseClaim, runtimeStagingKey, stagingKey } from '@pintag/cdn';
import { execa } from 'execa';
import { smallRuntime } from '../testing/small-runtime.ts';
import type { FaultRow } from './fault-table.ts';
import { prebuilt, workspaceIn } from './small-workspace.ts';
import type { World } from './world.ts';

/** Half of a bundle that an earlier run left. @returns keys that stay as they are. */
export async function cutFile(world: World, { call }: FaultRow): Promise<string[]> {
  const { contents } = await world.state();
  if (call.name.endsWith('the runtime')) {
    const key = runtimeStagingKey(smallRuntime.name);
    const whole = await packBundle(smallRuntime.files);
    await world.damage(key, whole.subarray(0, whole.length / 2));
    return [key];
  }
  const feature = call.feature!;
  const claim = contents.get(`_claims/${feature}/1.0.0.json`);
  if (call.name.includes('linked')) {
    if (!claim) throw new Error(`${feature} has no claim.`);
    const key = linkedBundleKey(parseClaim(claim, 'claim').digest);
    const whole = contents.get(key)!;
    await world.damage(key, whole.subarray(0, whole.length / 2));
    return [key];
  }
  const { stdout: commit } = await execa('git', ['rev-parse', 'HEAD'], { cwd: workspaceIn(world.folder).checkout });
  const key = stagingKey(feature, commit.trim());
  const [built] = await prebuilt.build([feature], world.folder);
  if (!built || !('files' in built)) throw new Error('A prebuilt bundle is there.');
  const whole = await packBundle(built.files);
  await world.damage(key, whole.subarray(0, whole.length / 2));
  return [key];
}

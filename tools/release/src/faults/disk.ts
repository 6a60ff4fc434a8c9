/** Disks that fill up or cannot be written to, for the folder that a run works in. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { PartyCall } from './external-call.ts';
import type { FaultKind } from './fault.ts';
import type { FaultRow, Scenario } from './fault-table.ts';
import { features } from './small-workspace.ts';

export interface Skipped {
  readonly row: FaultRow;
  readonly why: string;
}

export interface Disk {
  /** For the runs' folders. */
  readonly folder: string;
  close(): Promise<void>;
}

/** KiB: a run without faults needs somewhat less than the last of them. */
const sizes = [4, 16, 32, 64, 96, 128, 192, 256, 384, 512] as const;

/** The places on a disk that a release depends on, each with the one thing that happens to it. */
export function diskCalls(scenario: Scenario): readonly PartyCall[] {
  const place = (name: string, suffers: FaultKind, feature?: string): PartyCall => ({
    party: 'disk',
    name,
    occurrence: 1,
    suffers,
    ...(feature !== undefined && { feature }),
  });
  switch (scenario) {
    case 'release':
      return [...sizes.map((size) => place(`disk of ${size} KiB for the run`, 'disk-full')), place('folder of the run', 'not-writable')];
    case 'repair':
      return [
        place(`linked bundle of ${features[0]}`, 'file-cut', features[0]),
        ...features.map((feature) => place(`staged bundle of ${feature}`, 'file-cut', feature)),
      ];
    case 'runtime-repair':
      return [place('staged bundle of the runtime', 'file-cut')];
    case 'promotion':
    case 'second-fault':
      return [];
  }
}

/** @returns why no disk of a given size can be had here. */
export async function whyNoDisk(folder: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'small disks are made of tmpfs, which is of Linux';
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  const probe = path.join(folder, 'probe');
  await mkdir(probe);
  const { failed, stderr } = await mount(probe, 64);
  if (failed) return `a small disk cannot be mounted: ${stderr.trim().split('\n').at(-1)}`;
  await execa('umount', [probe]);
  return undefined;
}

const mount = (folder: string, size: number) =>
  execa('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'pintag-faults', folder], { reject: false });

export async function mountSmallDisk(home: string, { kind, call }: FaultRow): Promise<Disk> {
  const folder = path.join(home, 'disk');
  if (kind === 'not-writable') {
    // Root may write anywhere, but not below a file.
    await writeFile(folder, '');
    return { folder: path.join(folder, 'runs'), close: () => rm(folder) };
  }
  await mkdir(folder);
  const { failed, stderr } = await mount(folder, Number(/\d+/.exec(call.name)![0]));
  if (failed) throw new Error(stderr);
  return { folder, close: async () => void (await execa('umount', ['--lazy', folder])) };
}

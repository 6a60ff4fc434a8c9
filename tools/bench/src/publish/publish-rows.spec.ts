import { expect, test } from 'vitest';
import { presentPublishing, publishRow, scaleRow } from './publish-rows.ts';

const run = (wallSeconds: number) => ({ wallSeconds, cpuSeconds: 0.5, peakMiB: 80, exitCode: 0 });

test('rows have the fields that readers of --json rely on', () => {
  expect(publishRow({ files: 200, tool: 'aws-s3-sync', runs: [run(1.23456)], requests: 201 })).toEqual({
    case: '200-files',
    tool: 'aws-s3-sync',
    features: 1,
    versions: 1,
    wallSeconds: [1.235],
    cpuSeconds: [0.5],
    requests: 201,
  });
  expect(scaleRow({ features: 1_000, versions: 500, wallSeconds: [2], requests: 44 })).toEqual({
    case: 'scale',
    tool: 'pintag',
    features: 1_000,
    versions: 500,
    wallSeconds: [2],
    requests: 44,
  });
});

test('what was to be reached is said of what was measured, and of nothing else', () => {
  const rows = [
    publishRow({ files: 200, tool: 'pintag', runs: [run(0.4)], requests: 201 }),
    publishRow({ files: 200, tool: 'aws-s3-sync', runs: [run(1)], requests: 201 }),
    publishRow({ files: 2_000, tool: 'pintag', runs: [run(3)], requests: 2_001 }),
    publishRow({ files: 2_000, tool: 'aws-s3-sync', runs: [run(5)], requests: 2_001 }),
    scaleRow({ features: 1_000, versions: 500, wallSeconds: [2], requests: 45 }),
    scaleRow({ features: 10, versions: 500, wallSeconds: [2], requests: 44 }),
  ];
  expect(presentPublishing(rows).split('### What was to be reached')[1]).toMatchInlineSnapshot(`
    "

    | figure                                 | against         | at most | measured | verdict              |
    | -------------------------------------- | --------------- | ------: | -------: | -------------------- |
    | wall time, 200 files                   | aws s3 sync     |  0.50 × |   0.40 × | met, 20.0 % below    |
    | wall time, 2000 files                  | aws s3 sync     |  0.50 × |   0.60 × | missed, 20.0 % above |
    | requests of one release, most features | fewest features |      44 |       45 | missed               |"
  `);
});

test('tables say how ours compares with each', () => {
  const rows = [
    publishRow({ files: 200, tool: 'pintag', runs: [run(0.8), run(0.7), run(0.9)], requests: 201 }),
    publishRow({ files: 200, tool: 'rclone', runs: [run(1)], requests: 401 }),
    scaleRow({ features: 10, versions: 500, wallSeconds: [0.3], requests: 44 }),
  ];
  expect(presentPublishing(rows)).toMatchInlineSnapshot(`
    "### 200 files of 20 kB

    | tool                       |  wall s (spread) | ours ÷ this | CPU s of the tool (spread) | requests |
    | -------------------------- | ---------------: | ----------: | -------------------------: | -------: |
    | pintag                     | 0.80 (0.70–0.90) |        1.00 |           0.50 (0.50–0.50) |      201 |
    | rclone copy --transfers 32 |             1.00 |        0.80 |                       0.50 |      401 |

    ### Releasing one feature among many

    | features | versions of each | wall s (spread) | requests |
    | -------: | ---------------: | --------------: | -------: |
    |       10 |              500 |            0.30 |       44 |

    ### What was to be reached

    | figure               | against                    | at most | measured | verdict           |
    | -------------------- | -------------------------- | ------: | -------: | ----------------- |
    | wall time, 200 files | rclone copy --transfers 32 |  1.50 × |   0.80 × | met, 46.7 % below |"
  `);
});

import { expect, test } from 'vitest';
import type { Measured } from '../measure/measure.ts';
import type { ComparedPlans, PlanRuns } from './compare-plans.ts';
import { planRows } from './plan-rows.ts';
import { presentPlans } from './present-plans.ts';

const measured = (wallSeconds: number, cpuSeconds: number, exitCode?: number): Measured => ({
  wallSeconds,
  cpuSeconds,
  peakMiB: 100.04,
  exitCode,
});
const runs = (tool: PlanRuns['tool'], ...figures: Measured[]): PlanRuns => ({
  tool,
  start: 'cold',
  runs: figures,
  gitProcesses: 9,
  contacts: 1,
  releases: 3,
  timings: [],
});

const compared: ComparedPlans = {
  case: '100x20000-3',
  what: 'a hundred features',
  shimMs: 1.04,
  results: [
    {
      ...runs('pintag', measured(2, 3, 0), measured(4, 5, 0), measured(3, 4, 0)),
      timings: [
        [{ phase: 'history', wallMs: 900, cpuMs: 1_000 }],
        [{ phase: 'history', wallMs: 1_100, cpuMs: 2_000 }],
        [{ phase: 'history', wallMs: 5_000, cpuMs: 3_000 }],
      ],
    },
    { ...runs('pintag', measured(1, 1, 0)), start: 'warm' },
    { ...runs('multi-semantic-release', measured(60, 80)), releases: undefined, trouble: 'over 60 s' },
    { ...runs('nx-release'), trouble: 'exit code 1: no graph' },
  ],
};

test('medians, spread and how many times ours, and what went wrong', () => {
  expect(presentPlans(compared)).toMatchInlineSnapshot(`
    "### 100x20000-3

    A hundred features.

    | tool                   |  wall s (spread) |     × ours |   CPU s (spread) |     × ours | largest process, MiB | git processes | contacts | releases planned |
    | ---------------------- | ---------------: | ---------: | ---------------: | ---------: | -------------------: | ------------: | -------: | ---------------: |
    | pintag                 | 3.00 (2.00–4.00) |       1.00 | 4.00 (3.00–5.00) |       1.00 |                  100 |             9 |        1 |                3 |
    | pintag, graph cached   |             1.00 |       0.33 |             1.00 |       0.25 |                  100 |             9 |        1 |                3 |
    | multi-semantic-release |          over 60 | over 20.00 |          over 80 | over 20.00 |                  100 |        over 9 |   over 1 |                – |

    - multi-semantic-release: over 60 s.
    - nx-release: exit code 1: no graph.

    Counting adds 1.0 ms to each call of git; it is in the figures.

    Where the time of \`pintag plan\` goes (medians of the cold runs):

    | phase                            | wall s | CPU s of this process |
    | -------------------------------- | -----: | --------------------: |
    | history                          |   1.10 |                  2.00 |
    | git, Nx and what no phase covers |   1.10 |                  2.00 |"
  `);
});

test('as rows: what was run from a cold start, each run, and a lower bound is called one', () => {
  expect(planRows(compared)).toEqual([
    {
      case: '100x20000-3',
      tool: 'pintag',
      wallSeconds: [2, 4, 3],
      cpuSeconds: [3, 5, 4],
      peakMiB: 100,
      gitProcesses: 9,
      remoteRoundTrips: 1,
    },
    {
      case: '100x20000-3',
      tool: 'multi-semantic-release',
      wallSeconds: [60],
      cpuSeconds: [80],
      peakMiB: 100,
      gitProcesses: 9,
      remoteRoundTrips: 1,
      over: true,
    },
  ]);
});

/** The fault table: every external call of a release × every fault, with the reasons for what cannot be. Pure. */
import { classOf, type PartyCall } from './external-call.ts';
import { type Duration, type FaultKind, faultKinds, whyNot, whyNotLasting } from './fault.ts';

/** In which release the call is made. */
export type Scenario =
  /** The first release of two features. */
  | 'release'
  /** The next run after one that died: tags are pushed, one version is half published, the other's staged bundle has expired. */
  | 'repair'
  /** The next run after one that died: tags are pushed, the shared runtime is half published, and its staged bundle has expired. */
  | 'runtime-repair'
  /** Both versions were released on another channel, and people were told; they come to everybody. */
  | 'promotion'
  /** The first release, while another fault makes it ask once more. */
  | 'second-fault';

export interface FaultRow {
  readonly scenario: Scenario;
  readonly call: PartyCall;
  readonly kind: FaultKind;
  readonly duration: Duration;
  /** What else goes wrong in the same run, so that the call is made at all. */
  readonly given?: PlacedFault;
}

export interface PlacedFault {
  readonly call: PartyCall;
  readonly kind: FaultKind;
  readonly duration: Duration;
}

export interface ImpossibleRow {
  readonly scenario: Scenario;
  readonly call: PartyCall;
  readonly kind: FaultKind;
  readonly duration: Duration;
  readonly why: string;
}

export interface FaultTable {
  readonly rows: readonly FaultRow[];
  readonly impossible: readonly ImpossibleRow[];
}

/** What a run without faults (but for `given`) asked of the outside. */
export interface Trace {
  readonly scenario: Scenario;
  readonly calls: readonly PartyCall[];
  readonly given?: PlacedFault;
}

/**
 * All calls of a release; of a repair one of each class; of the other scenarios those of another class than all calls before them.
 */
export function makeFaultTable(traces: readonly Trace[], features: readonly string[]): FaultTable {
  const rows: FaultRow[] = [];
  const impossible: ImpossibleRow[] = [];
  const known = new Set<string>();
  for (const { scenario, calls, given } of traces) {
    const chosen = scenario === 'release' ? calls : onePerClass(calls, features, scenario === 'repair' ? new Set() : known);
    for (const call of calls) known.add(classOf(call, features));
    for (const call of chosen) {
      for (const kind of faultKinds) {
        for (const duration of ['once', 'lasting'] as const) {
          const isLater = kind === 'kill-before' && call !== calls[0];
          const why =
            whyNot(kind, call) ?? (isLater ? asBefore : undefined) ?? (duration === 'lasting' ? whyNotLasting(kind, call) : undefined);
          if (why === undefined) rows.push({ scenario, call, kind, duration, ...(given && { given }) });
          else impossible.push({ scenario, call, kind, duration, why });
        }
      }
    }
  }
  return { rows, impossible };
}

const asBefore = 'what is done by then is what the kill after an earlier call leaves';

function onePerClass(calls: readonly PartyCall[], features: readonly string[], known: ReadonlySet<string>): PartyCall[] {
  const found = new Map<string, PartyCall>();
  for (const call of calls) {
    const about = classOf(call, features);
    if (!known.has(about) && !found.has(about)) found.set(about, call);
  }
  return [...found.values()];
}

/** `release: store PUT elements/index.json (2), time-out, lasting` */
export const inWords = ({ scenario, call, kind, duration, given }: FaultRow): string =>
  [
    `${scenario}: ${call.name} (${call.occurrence})`,
    kind,
    duration,
    ...(given ? [`after ${given.kind} of ${given.call.name} (${given.call.occurrence})`] : []),
  ].join(', ');

/** Every request of a run passes here: it is counted, and the one that a fault waits for meets it. */
import { featureOf, type PartyCall } from './external-call.ts';
import type { FaultKind } from './fault.ts';
import type { PlacedFault } from './fault-table.ts';

export interface Meeting {
  readonly fault: FaultKind | undefined;
  /** Of the answer that the same call got in a run without faults. */
  readonly answerBytes: number | undefined;
  /** To be told the size of the answer's body. */
  answered(bytes: number): void;
}

export interface Gate {
  arrive(call: Pick<PartyCall, 'party' | 'name' | 'requestBytes'>): Meeting;
  /** `kill -9` of the release. */
  kill(): void;
  /** In the order of their arrival. */
  readonly calls: readonly PartyCall[];
  /** How many calls have met each of the faults. */
  readonly met: readonly number[];
}

export interface GateOptions {
  readonly faults: readonly PlacedFault[];
  readonly features: readonly string[];
  readonly kill: () => void;
}

export function createGate({ faults, features, kill }: GateOptions): Gate {
  const calls: PartyCall[] = [];
  const seen = new Map<string, number>();
  const met = faults.map(() => 0);
  return {
    calls,
    met,
    kill,
    arrive({ party, name, requestBytes }) {
      const occurrence = (seen.get(name) ?? 0) + 1;
      seen.set(name, occurrence);
      const feature = featureOf(name, features);
      const at = calls.push({ party, name, occurrence, requestBytes, ...(feature !== undefined && { feature }) }) - 1;
      const index = faults.findIndex(
        ({ call, duration }) =>
          call.name === name && (duration === 'once' ? occurrence === call.occurrence : occurrence >= call.occurrence),
      );
      if (index >= 0) met[index]! += 1;
      return {
        fault: faults[index]?.kind,
        answerBytes: faults[index]?.call.answerBytes,
        answered: (answerBytes) => (calls[at] = { ...calls[at]!, answerBytes }),
      };
    },
  };
}

/** What can go wrong with a call, as data; where a fault makes no sense for a kind of call, the reason why. */
import { overHttp, type Party, type PartyCall } from './external-call.ts';

export type FaultKind =
  /** The connection is cut, or the call refused, before anything was done. */
  | 'fail-before'
  /** It is done, and the answer gets lost. */
  | 'fail-after'
  /** It is done, and no answer ever comes. */
  | 'time-out'
  /** Half the answer comes, and then nothing more. */
  | 'stall'
  | 'slow'
  | 'answer-500'
  | 'answer-503'
  /** The answer that asks for fewer calls: S3's SlowDown, CloudFront's TooManyInvalidationsInProgress, 429 elsewhere. */
  | 'slow-down'
  /** The body breaks off: the answer's, and of a call whose answer has none, its own. */
  | 'truncate'
  /** `kill -9` of the release before the call is made. */
  | 'kill-before'
  /** `kill -9` of the release after the call is made, and before its answer arrives. */
  | 'kill-after'
  /** The clock is a day back from this call on. */
  | 'jump-back'
  /** The clock is a day ahead from this call on. */
  | 'jump-ahead'
  /** The folder of the run is on a disk that fills up. */
  | 'disk-full'
  /** The folder of the run cannot be written to. */
  | 'not-writable'
  /** After a release broke off, what it staged has lost its second half. */
  | 'file-cut';

export const faultKinds: readonly FaultKind[] = [
  'fail-before',
  'fail-after',
  'time-out',
  'stall',
  'slow',
  'answer-500',
  'answer-503',
  'slow-down',
  'truncate',
  'kill-before',
  'kill-after',
  'jump-back',
  'jump-ahead',
  'disk-full',
  'not-writable',
  'file-cut',
];

/** `once`: the next try of the same call is answered. `lasting`: that call meets it from then on, whoever tries. */
export type Duration = 'once' | 'lasting';

const ofDisks: readonly FaultKind[] = ['disk-full', 'not-writable', 'file-cut'];
const ofClocks: readonly FaultKind[] = ['jump-back', 'jump-ahead'];
const ofAnswers: readonly FaultKind[] = ['stall', 'answer-500', 'answer-503', 'slow-down', 'truncate'];
const kills: readonly FaultKind[] = ['kill-before', 'kill-after'];

/** @returns why the fault cannot happen to this call; `undefined` when it can. */
export function whyNot(kind: FaultKind, { party, answerBytes, requestBytes, suffers }: PartyCall): string | undefined {
  if (party === 'disk') return kind === suffers ? undefined : 'a place on a disk suffers one thing';
  if (ofDisks.includes(kind)) return 'only what lies on a disk can suffer this';
  if (party === 'clock') return ofClocks.includes(kind) ? undefined : 'a clock answers at once, whatever it says';
  if (ofClocks.includes(kind)) return 'only a clock jumps; it does so around these calls in rows of its own';
  if (!overHttp.includes(party) && ofAnswers.includes(kind)) return 'no protocol answers it: it ends well or not';
  if (party === 'builder' && kind === 'time-out')
    return 'the build is prebuilt here; nx-builder.spec.ts holds the real one to its time limit';
  if (kind === 'stall' && !answerBytes) return 'its answer has no body that could stop in the middle';
  if (kind === 'truncate' && !answerBytes && !requestBytes) return 'neither it nor its answer has a body';
  return undefined;
}

/** @returns why the fault cannot last, or needs no row for it; `undefined` when it does. */
export function whyNotLasting(kind: FaultKind, { party }: PartyCall): string | undefined {
  if (kills.includes(kind)) return 'a process dies once';
  if (ofClocks.includes(kind) || ofDisks.includes(kind)) return 'it is a state already, and lasts';
  if (kind === 'slow') return 'a call that is slow each time is slow once, several times over';
  if (!overHttp.includes(party)) return 'it is made once in a run';
  if (kind === 'stall') return 'what every try meets is the time limit, as when it times out';
  if (kind === 'fail-before' || kind === 'answer-503' || kind === 'slow-down') return 'what every try meets is a refusal, as with 500';
  return undefined;
}

/** Does the run itself get over it? Where it does not, it fails honestly and the next run goes on. */
export function isRetried(kind: FaultKind, party: Party): boolean {
  if (kind === 'slow' || kind === 'file-cut' || ofClocks.includes(kind)) return true;
  if (kills.includes(kind)) return false;
  // A remote that is silent for minutes is left alone: the next run asks it again.
  if (party === 'remote') return kind !== 'time-out' && kind !== 'stall';
  // What would need a new build or a new mirror is asked again by the next run.
  return party === 'store' || party === 'edge' || party === 'cloudfront' || party === 'announcer';
}

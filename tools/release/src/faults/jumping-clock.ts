/** A clock that a row of the table sets back or ahead; all of the process goes by it. */

export interface JumpingClock {
  /** @param milliseconds from now on added to the machine's time. */
  jump(milliseconds: number): void;
}

/** Replaces the global `Date`. Timers go by another clock, which never jumps. */
export function installJumpingClock(): JumpingClock {
  const RealDate = Date;
  let offset = 0;
  class JumpingDate extends RealDate {
    constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
      if (parts.length === 0) super(RealDate.now() + offset);
      else super(...parts);
    }

    static override now(): number {
      return RealDate.now() + offset;
    }
  }
  globalThis.Date = JumpingDate as DateConstructor;
  return { jump: (milliseconds) => void (offset = milliseconds) };
}

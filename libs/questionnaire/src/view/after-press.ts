/**
 * Puts off what moves the page until no pointer is pressed. A field that is left by pressing a button would otherwise show its
 * mistake at once, push the button away under the pointer, and the press would be lost.
 */
export class AfterPress {
  private pressed = false;
  private waiting: (() => void)[] = [];

  /** Until the signal is aborted. */
  watch(signal: AbortSignal): void {
    window.addEventListener('pointerdown', () => (this.pressed = true), { capture: true, signal });
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, () => this.release(), { capture: true, signal });
    signal.addEventListener('abort', () => this.release());
  }

  run(action: () => void): void {
    if (this.pressed) this.waiting.push(action);
    else action();
  }

  /** The click belongs to the same task as the release, so what waits comes in a later one. */
  private release(): void {
    this.pressed = false;
    const actions = this.waiting;
    this.waiting = [];
    setTimeout(() => {
      for (const action of actions) action();
    });
  }
}

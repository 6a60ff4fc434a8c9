/** How a release goes, on a terminal: a few lines that are drawn over themselves, and above them only what went wrong. */
import type { LogEvent } from '@pintag/release';
import { createLogUpdate } from 'log-update';
import type { Io, Terminal } from './io.ts';
import { interruption } from './plain-lines.ts';
import { draw, emptyView, enter, follow, type ReleaseView } from './release-view.ts';
import type { Reporter } from './reporter.ts';
import { createTalk } from './talk.ts';
import { tellingStopwatch } from './telling-stopwatch.ts';

/** Milliseconds between two drawings: the clock goes on while nothing else happens. */
const tick = 250;

export function createLiveDisplay(io: Io, terminal: Terminal): Reporter {
  const began = io.now();
  const render = createLogUpdate(terminal.stream);
  let view: ReleaseView = emptyView;
  let isOver = false;
  let title = '';

  const redraw = (): void => {
    if (isOver) return;
    const { columns = 80, rows = 24 } = terminal.stream;
    const frame = draw(view, { columns, rows, elapsed: io.now() - began, colour: io.colour });
    render(title === '' ? frame : `${title.slice(0, columns)}\n${frame}`);
  };
  const timer = setInterval(redraw, tick);
  timer.unref();
  const stop = (): void => {
    if (isOver) return;
    clearInterval(timer);
    isOver = true;
    render.clear();
    render.done();
  };
  const change = (next: ReleaseView): void => {
    const isMoved = next.phase !== view.phase;
    view = next;
    // Files come by the hundred; the next tick shows them.
    if (isMoved) redraw();
  };
  const talk = createTalk({ ...io, stderr: (text) => (isOver ? io.stderr(text) : (render.persist(text), redraw())) }, 'text');

  redraw();
  return {
    log: (event: LogEvent) => {
      // The summary has it whole, and the output of a build is long.
      if (event.level !== 'info') talk({ ...event, message: event.message.split('\n', 1)[0]!.replace(/:$/, '.') });
    },
    watch: (event) => change(follow(view, event)),
    stopwatch: tellingStopwatch({ started: (phase) => change(enter(view, phase)), ended: () => {} }),
    opened({ commit, branch, target }) {
      title = `${commit.slice(0, 8)} of ${branch}, to ${target}`;
      redraw();
    },
    finished: stop,
    failed: () => (stop(), undefined),
    interrupted() {
      if (!isOver) {
        clearInterval(timer);
        isOver = true;
        // What was going on stays on the screen.
        render.done();
      }
      io.stderr(interruption);
    },
  };
}

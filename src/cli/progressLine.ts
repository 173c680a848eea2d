import type { Listener } from '../app/world.ts';
import { cutTo } from '../text/displayWidth.ts';
import { formatEstimate, formatShare, plural } from '../text/quantity.ts';
import { terminalText } from '../text/safeText.ts';
import type { Io } from './io.ts';

const redrawEveryMs = 200;
/** Of a log that people read afterwards. */
const lineEveryMs = 20_000;
/** The first step after a phase begins has warm-ups and cold caches before it, and few steps tell little of the rest. */
const stepsBeforeEstimate = 10;

/** Rounded down: all is done when it is. */
function percent(done: number, left: number): string {
  return formatShare(Math.floor((100 * done) / (done + left)) / 100);
}

/** Progress on stderr: one line redrawn on a terminal, a line now and then elsewhere, nothing when quiet. */
export function progressLine(io: Io, quiet: boolean): Listener {
  let phase = '';
  let firstStepAt = 0;
  let done = 0;
  let left = 0;
  /** Cases that the phase began with, and those that it is not done with; null where it does not tell. */
  let cases: { all: number; open: number } | null = null;
  let lastShown = Number.NEGATIVE_INFINITY;
  let open = false;
  let said = '';

  const show = (line: string, now: boolean): void => {
    if (quiet) return;
    const text = terminalText(line);
    const at = io.monotonic();
    if (!now && at - lastShown < (io.isTerminal ? redrawEveryMs : lineEveryMs)) return;
    lastShown = at;
    if (io.isTerminal) io.stderr(`\r\u001b[K${cutTo(text, Math.max(20, io.columns - 1))}`);
    else io.stderr(`${text}\n`);
    open = io.isTerminal;
  };

  const text = (caseId: string): string => {
    const timed = done - 1;
    const leftMs = Math.max(1000, ((io.monotonic() - firstStepAt) / Math.max(1, timed)) * left);
    const eta = timed < stepsBeforeEstimate || left === 0 ? '' : `, about ${formatEstimate(leftMs)} left`;
    const decided = cases === null ? '' : `, ${cases.all - cases.open} of ${plural(cases.all, 'case')} done`;
    // Whoever reads a log later has no use for the name of a case that was under way.
    if (!io.isTerminal) return `${phase}: ${percent(done, left)}${decided}${eta}`;
    return `${phase}: ${done} of about ${done + left}${decided}${eta}  ${caseId}`;
  };

  return {
    phase(name) {
      phase = name;
      done = 0;
      left = 0;
      cases = null;
      show(`${name} …`, true);
    },
    remaining(steps, open) {
      left = steps;
      if (open !== undefined) cases = { all: cases?.all ?? open, open };
    },
    step(caseId) {
      done += 1;
      if (done === 1) firstStepAt = io.monotonic();
      left = Math.max(0, left - 1);
      show(text(caseId), false);
    },
    say(step) {
      const kind = step.split(':')[0] ?? step;
      show(step, kind !== said);
      said = kind;
    },
    note(line) {
      if (!quiet) io.warn(line);
    },
    end() {
      if (open) io.stderr('\r\u001b[K');
      open = false;
    },
  };
}

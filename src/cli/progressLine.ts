import type { Listener } from '../app/world.ts';
import { formatEstimate } from '../text/quantity.ts';
import { terminalText } from '../text/safeText.ts';
import type { Io } from './io.ts';

const redrawEveryMs = 200;
const lineEveryMs = 10_000;
/** The first step after a phase begins has warm-ups and cold caches before it, and few steps tell little of the rest. */
const stepsBeforeEstimate = 10;

/** Progress on stderr: one line redrawn on a terminal, a line now and then elsewhere, nothing when quiet. */
export function progressLine(io: Io, quiet: boolean): Listener {
  let phase = '';
  let firstStepAt = 0;
  let done = 0;
  let left = 0;
  let lastShown = Number.NEGATIVE_INFINITY;
  let open = false;
  let said = '';

  const show = (line: string, now: boolean): void => {
    if (quiet) return;
    const text = terminalText(line);
    const at = io.monotonic();
    if (!now && at - lastShown < (io.isTerminal ? redrawEveryMs : lineEveryMs)) return;
    lastShown = at;
    if (io.isTerminal) io.stderr(`\r\u001b[K${text.slice(0, Math.max(20, io.columns - 1))}`);
    else io.stderr(`${text}\n`);
    open = io.isTerminal;
  };

  const text = (caseId: string): string => {
    const timed = done - 1;
    const leftMs = Math.max(1000, ((io.monotonic() - firstStepAt) / Math.max(1, timed)) * left);
    const eta = timed < stepsBeforeEstimate || left === 0 ? '' : `, about ${formatEstimate(leftMs)} left`;
    return `${phase}: ${done} of about ${done + left}${eta}  ${caseId}`;
  };

  return {
    phase(name) {
      phase = name;
      done = 0;
      left = 0;
      show(`${name} …`, true);
    },
    remaining(steps) {
      left = steps;
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

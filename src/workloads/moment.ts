import type { EpochSeconds } from '../model/units.ts';

export const momentExample = '2026-01-31 12:00:00';
const form = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?)?(?: ?(Z|[+-]\d{2}:\d{2})| ([A-Za-z][\w+/-]*))?$/;
/** The last second that ClickHouse's DateTime holds. */
const latest = 2 ** 32 - 1;

/**
 * Reads `2026-01-31 12:00:00`, with an optional zone: `Z`, `+02:00` or `Europe/Madrid`; UTC without one. Of two
 * moments with one name, when clocks go back, the earlier. Undefined for anything else, for a time that the zone's
 * clocks skip, and for what a DateTime cannot hold.
 */
export function readMoment(text: string): EpochSeconds | undefined {
  const [, date, minutes = '00:00', seconds = ':00', offset = 'Z', zone] = form.exec(text.trim()) ?? [];
  if (date === undefined) return undefined;
  const wall = `${date}T${minutes}${seconds}`;
  const asUtc = Date.parse(`${wall}Z`);
  // Date.parse turns February 30 into March 2.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(wall)) return undefined;
  const moment = zone === undefined ? Date.parse(`${wall}${offset}`) : momentInZone(asUtc, zone);
  if (moment === undefined || Number.isNaN(moment) || moment < 0 || moment / 1000 > latest) return undefined;
  return moment / 1000;
}

const dayMs = 86_400_000;

/** The moment at which clocks in a zone show what UTC shows at `asUtc`. */
function momentInZone(asUtc: number, zone: string): number | undefined {
  const shown = wallClock(zone);
  if (shown === undefined) return undefined;
  const candidates = [-dayMs, dayMs].map((away) => asUtc - (shown(asUtc + away) - (asUtc + away)));
  return candidates.filter((moment) => shown(moment) === asUtc).sort((a, b) => a - b)[0];
}

/** What a zone's clocks show at a moment, as if it were UTC; undefined for an unknown zone. */
function wallClock(timeZone: string): ((moment: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (moment) => {
      const parts = Object.fromEntries(format.formatToParts(moment).map((part) => [part.type, Number(part.value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
      return Date.UTC(year, month - 1, day, hour, minute, second);
    };
  } catch {
    return undefined;
  }
}

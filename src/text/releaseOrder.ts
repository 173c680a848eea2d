/**
 * Which of two releases is older, by their numbers from the left: `25.8` and `25.8.3.1` are the same as far as both tell.
 * Below 0: the first one.
 */
export function compareReleases(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(release: string): readonly number[] {
  return (/^\D*(\d+(?:\.\d+)*)/.exec(release)?.[1] ?? '').split('.').map(Number);
}

/** From here on the asymptotic series are good to about 1e-13. */
const asymptoticFrom = 12;

/** ψ(x), the logarithmic derivative of the gamma function, for x > 0. Abramowitz and Stegun 6.3.5 and 6.3.18. */
export function digamma(x: number): number {
  let shifted = x;
  let sum = 0;
  for (; shifted < asymptoticFrom; shifted++) sum -= 1 / shifted;
  const r = 1 / (shifted * shifted);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - (r * 691) / 32760)))));
  return sum + Math.log(shifted) - 0.5 / shifted - series;
}

/** ψ′(x) for x > 0. Abramowitz and Stegun 6.4.6 and 6.4.12. */
export function trigamma(x: number): number {
  let shifted = x;
  let sum = 0;
  for (; shifted < asymptoticFrom; shifted++) sum += 1 / (shifted * shifted);
  const r = 1 / (shifted * shifted);
  const series = 1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - (r * 691) / 2730))));
  return sum + 1 / shifted + r / 2 + (r / shifted) * series;
}

/** The x > 0 with ψ′(x) = y, y > 0. ψ′ falls steadily, so bisection on log x always arrives. */
export function trigammaInverse(y: number): number {
  let low = Math.log(1e-8);
  let high = Math.log(1e8);
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (trigamma(Math.exp(middle)) > y) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

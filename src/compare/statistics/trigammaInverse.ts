import { trigamma } from './specialFunctions.ts';

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

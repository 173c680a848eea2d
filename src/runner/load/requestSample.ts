import type { LoadRequest } from '../../model/loadRun.ts';
import { type Random, seededRandom } from '../../model/random.ts';

/** Of the slowest of a class, and of its failed ones, so many are kept beside the uniform sample. */
const apart = 20;

/** The requests of a class that are kept by themselves: a uniform sample of all, the slowest, and some of those that failed. */
export class RequestSample {
  readonly #size: number;
  readonly #random: Random;
  readonly #uniform: LoadRequest[] = [];
  readonly #slowest: LoadRequest[] = [];
  readonly #failed: LoadRequest[] = [];
  #seen = 0;
  #slowEnough = Number.NEGATIVE_INFINITY;

  constructor(size: number, seed: number) {
    this.#size = size;
    this.#random = seededRandom(seed);
  }

  /** @param make the request, made only where it is kept */
  offer(latency: number, isFailed: boolean, make: () => LoadRequest): void {
    this.#seen += 1;
    // Algorithm R (Vitter 1985): every request is as likely to be kept as any other
    const place = this.#seen <= this.#size ? this.#seen - 1 : Math.floor(this.#random() * this.#seen);
    let made: LoadRequest | undefined;
    if (place < this.#size) {
      made = make();
      this.#uniform[place] = made;
    }
    if (isFailed) {
      if (this.#failed.length < apart) this.#failed.push(made ?? make());
      return;
    }
    if (latency <= this.#slowEnough) return;
    this.#slowest.push(made ?? make());
    if (this.#slowest.length < 2 * apart) return;
    this.#slowest.sort((a, b) => spent(b) - spent(a)).length = apart;
    this.#slowEnough = spent(this.#slowest[apart - 1] as LoadRequest);
  }

  /** Each once. One that is in the uniform sample counts as that. */
  kept(): readonly LoadRequest[] {
    const uniform = new Set(this.#uniform);
    const slowest = [...this.#slowest].sort((a, b) => spent(b) - spent(a)).slice(0, apart);
    const others = (list: readonly LoadRequest[], why: 'slow' | 'failed'): readonly LoadRequest[] =>
      list.filter((one) => !uniform.has(one)).map((one) => ({ ...one, why }));
    return [...uniform, ...others(slowest, 'slow'), ...others(this.#failed, 'failed')];
  }
}

function spent({ intended, done }: LoadRequest): number {
  return done - intended;
}

type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

type FitBothWays<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/**
 * `true` when a model type and what a schema infers are the same, `readonly` set aside. The second look is
 * for a key that one side has as optional and the other not at all, which would fit both ways.
 */
export type Same<Model, Inferred> =
  FitBothWays<Frozen<Model>, Frozen<Inferred>> extends true
    ? FitBothWays<Required<Frozen<Model>>, Required<Frozen<Inferred>>>
    : false;

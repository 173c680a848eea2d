/** What was read of a rule, or what is wrong with it, how to mend it, and with which of its keys. */
export type Read<T> = { readonly value: T } | { readonly what: string; readonly fix: string; readonly key?: string };

export function wrong(what: string, fix: string, key?: string): Read<never> {
  return key === undefined ? { what, fix } : { what, fix, key };
}

/**
 * The replica that a session runs on, so that a fresh session is fresh in its server too: session n mod their number.
 * Undefined when there is none.
 */
export function ofSession<T>(replicas: readonly T[], session: number): T | undefined {
  return replicas[session % replicas.length];
}

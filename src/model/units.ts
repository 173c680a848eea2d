/** Base units. Everything inside the program is in these; scaling happens only when printing. */
export type Microseconds = number;
export type Milliseconds = number;
/** Seconds since 1970-01-01T00:00:00Z. */
export type EpochSeconds = number;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;
export type Bytes = number;
/** A dimensionless candidate/baseline ratio; 1 is "no change". */
export type Ratio = number;

/** Base unit of a metric; reporters scale it. */
export type Unit = 'us' | 'bytes' | 'rows' | 'count';

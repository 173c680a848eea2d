/** Free annotations: who asked for a query, for which product, for whom. */
export type TagValue = string | number | boolean;
export type Tags = Readonly<Record<string, TagValue>>;

/** ClickHouse settings, as they are sent with a query. */
export type Settings = Readonly<Record<string, string | number>>;

/** What is known of a kind of log before it is looked at. What it names is used where a log has it. */
export interface LogPreset {
  readonly name: string;
  /** Columns by the field of system.query_log that they stand for, unless the log has that field, or what it is made of. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that hold tags, by the tag. */
  readonly tagColumns: Readonly<Record<string, string>>;
  /**
   * Where the tag stands in a JSON log_comment, for logs without its column, when not under its own name. The first path
   * whose surroundings are there counts.
   */
  readonly tagPaths: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Columns that only such a log has. */
  readonly signs: readonly string[];
}

/**
 * The `query_log_archive` of PostHog in both of its layouts: `lc_…` columns beside no log_comment, and aliases of that name
 * for the parts of a log_comment of type JSON. Which tag stands in which column is in posthog/clickhouse/query_log_archive.py
 * of PostHog/posthog.
 */
const posthog: LogPreset = {
  name: 'posthog',
  columns: { cpu_us: 'ProfileEvents_OSCPUVirtualTimeMicroseconds' },
  tagColumns: {
    kind: 'lc_kind',
    product: 'lc_product',
    feature: 'lc_feature',
    query_type: 'lc_query__kind',
    workload: 'lc_workload',
    access_method: 'lc_access_method',
    service_name: 'lc_service_name',
    person_on_events_mode: 'lc_person_on_events_mode',
    team_id: 'team_id',
    org_id: 'lc_org_id',
    dashboard_id: 'lc_dashboard_id',
    insight_id: 'lc_insight_id',
    cohort_id: 'lc_cohort_id',
    experiment_id: 'lc_experiment_id',
    batch_export_id: 'lc_batch_export_id',
    'temporal.workflow_type': 'lc_temporal__workflow_type',
    'temporal.activity_type': 'lc_temporal__activity_type',
    'dagster.job_name': 'lc_dagster__job_name',
  },
  tagPaths: {
    query_type: [
      ['query', 'source', 'kind'],
      ['query', 'kind'],
    ],
  },
  signs: ['lc_product', 'lc_query__kind'],
};

/** Presets that a config or `--preset` can name. */
export const logPresets: readonly LogPreset[] = [posthog];

/** Which columns of a log are read for what. */
export interface LogLayout {
  /** Columns by the field of system.query_log that they stand for; a log without one of them is refused. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that hold tags, by the tag; a log without one of them is refused. */
  readonly tagColumns: Readonly<Record<string, string>>;
  /** Fills in what the two above leave open. */
  readonly preset?: LogPreset | undefined;
}

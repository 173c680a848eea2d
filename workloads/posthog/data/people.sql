-- Persons of every team, the overrides of merged persons, groups and static cohorts.
-- The pools are the ones of events.sql: the same hash gives the same person id.
SYSTEM START MERGES posthog.person;

TRUNCATE TABLE posthog.person SYNC;

INSERT INTO posthog.person (id, created_at, team_id, properties, is_identified, is_deleted, version)
SETTINGS max_insert_threads = 1, max_threads = 1
SELECT
    reinterpretAsUUID(sipHash128('person', team, person)),
    toDateTime64('2025-06-01 00:00:00', 3, 'UTC') + toIntervalSecond(h % 26000000),
    team,
    concat(
        '{"email":"user', toString(person), '@team', toString(team), '.example","plan":"',
        transform(h % 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], ['free', 'free', 'free', 'free', 'free', 'starter', 'starter', 'scale', 'scale', 'enterprise'], ''),
        '","$initial_utm_source":"', transform(h % 4, [0, 1], ['google', 'newsletter'], 'direct'), '"}'
    ),
    h % 10 < 7,
    0,
    1 + h % 5
FROM
(
    SELECT team, person, cityHash64('person', team, person) AS h
    FROM
    (
        SELECT
            toUInt8(number + 1) AS team,
            transform(team, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3000, 14000, 2100, 1400, 1000, 700, 450, 280, 160, 90, 34, 12], 1) AS pool
        FROM numbers(12)
    )
    ARRAY JOIN range(toUInt64(pool)) AS person
);

OPTIMIZE TABLE posthog.person FINAL;

SYSTEM STOP MERGES posthog.person;

SYSTEM START MERGES posthog.person_distinct_id_overrides;

TRUNCATE TABLE posthog.person_distinct_id_overrides SYNC;

-- One override in nine was taken back (is_deleted): its events keep the person they came with.
INSERT INTO posthog.person_distinct_id_overrides (team_id, distinct_id, person_id, is_deleted, version)
SETTINGS max_insert_threads = 1, max_threads = 1
SELECT
    team,
    concat('anon-', lower(hex(sipHash64(team, person)))),
    reinterpretAsUUID(sipHash128('person', team, person)),
    cityHash64('taken back', team, person) % 9 = 0,
    1 + cityHash64('version', team, person) % 4
FROM
(
    SELECT
        toUInt8(number + 1) AS team,
        transform(team, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3000, 14000, 2100, 1400, 1000, 700, 450, 280, 160, 90, 34, 12], 1) AS pool
    FROM numbers(12)
)
ARRAY JOIN range(toUInt64(0), toUInt64(pool), 8) AS person;

OPTIMIZE TABLE posthog.person_distinct_id_overrides FINAL;

SYSTEM STOP MERGES posthog.person_distinct_id_overrides;

SYSTEM START MERGES posthog.groups;

TRUNCATE TABLE posthog.groups SYNC;

INSERT INTO posthog.groups (group_type_index, group_key, created_at, team_id, group_properties, is_deleted, _timestamp)
SETTINGS max_insert_threads = 1, max_threads = 1
SELECT
    0,
    concat('org-', toString(number % 97)),
    toDateTime64('2025-03-01 00:00:00', 3, 'UTC') + toIntervalHour(h % 5000),
    1 + intDiv(number, 97),
    concat(
        '{"name":"Org ', toString(number % 97), '","industry":"',
        transform(h % 5, [0, 1, 2, 3, 4], ['software', 'retail', 'health', 'finance', 'education'], ''),
        '","seats":', toString(1 + h % 400), '}'
    ),
    0,
    toDateTime('2026-03-31 00:00:00', 'UTC')
FROM
(
    SELECT number, cityHash64('group', number) AS h FROM numbers(12 * 97)
);

OPTIMIZE TABLE posthog.groups FINAL;

SYSTEM STOP MERGES posthog.groups;

SYSTEM START MERGES posthog.cohortpeople;

TRUNCATE TABLE posthog.cohortpeople SYNC;

-- Cohort 21: about a third of the persons; cohort 22: one in twenty. A few rows are in twice with a
-- newer version, as after a recalculation.
INSERT INTO posthog.cohortpeople (person_id, cohort_id, team_id, sign, version)
SETTINGS max_insert_threads = 1, max_threads = 1
SELECT id, cohort, team_id, 1, copy
FROM
(
    SELECT
        id, team_id, sipHash64('cohort', id) AS h,
        arrayConcat(if(h % 3 = 0, [21], []), if(h % 20 = 1, [22], [])) AS cohorts,
        range(toUInt64(1), toUInt64(if(h % 50 = 0, 3, 2))) AS copies
    FROM posthog.person
)
ARRAY JOIN cohorts AS cohort
ARRAY JOIN copies AS copy;

OPTIMIZE TABLE posthog.cohortpeople FINAL;

SYSTEM STOP MERGES posthog.cohortpeople;

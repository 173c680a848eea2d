-- 115,000 sessions of 12 teams over 100 days up to 2026-03-31, about 1.27 million events.
-- Every value is a hash of the session number and the event's place in the session, so that each
-- build gives the same rows. Team 2 has about 60% of them, team 12 about 0.05%.
-- One person in eight has a second distinct id whose events still carry the person from before the
-- merge: person_distinct_id_overrides (people.sql) puts them right.
SYSTEM START MERGES posthog.events;

TRUNCATE TABLE posthog.events SYNC;

INSERT INTO posthog.events
(
    uuid, event, properties, timestamp, team_id, distinct_id, elements_chain, created_at, person_id,
    person_properties, person_mode, `$group_0`, `$session_id`, `$session_id_uuid`, `mat_$browser`,
    `mat_$current_url`, `mat_$pathname`, `mat_$host`, _timestamp
)
SETTINGS
    insert_allow_materialized_columns = 1, max_insert_threads = 2, optimize_on_insert = 0,
    max_block_size = 4096, min_insert_block_size_rows = 150000, min_insert_block_size_bytes = 1000000000
SELECT
    reinterpretAsUUID(sipHash128('event', s, k)) AS uuid,
    multiIf(
        k = 0, '$pageview',
        k = 1 AND h_session % 3 = 0, '$identify',
        k = 1 AND h_session % 3 = 1, '$feature_flag_called',
        k = 3 AND h_session % 8 = 0, 'signup',
        k = 4 AND h_session % 5 < 2, 'add to cart',
        k = 6 AND h_session % 25 < 5, 'checkout',
        k = 8 AND h_session % 125 < 15, 'purchase',
        k = len - 1, '$pageleave',
        h < 56, '$pageview',
        h < 92, '$autocapture',
        h < 95, 'search',
        h < 97, 'invite sent',
        h < 99, 'file uploaded',
        '$exception'
    ) AS event,
    concat(
        '{"$current_url":"', url, '","$pathname":"', pathname, '",', session_json,
        ',"$screen_width":', toString(1024 + 8 * (h_event % 120)),
        multiIf(
            event = 'purchase', concat(',"price":', toString(5 + h_event % 240), ',"currency":"USD"'),
            event = '$autocapture', concat(',"$event_type":"click","$el_text":"', transform(h_event % 4, [0, 1, 2, 3], ['Save', 'Continue', 'Show more', 'Close'], ''), '"'),
            event = '$exception', concat(',"$exception_types":["TypeError"],"$exception_fingerprint":"fp-', toString(h_event % 37), '"'),
            event = '$feature_flag_called', concat(',"$feature_flag":"new-onboarding","$feature_flag_response":"', if(h_person % 2 = 0, 'control', 'test'), '"'),
            event = 'search', concat(',"query":"term ', toString(h_event % 400), '","results":', toString(h_event % 51)),
            ''
        ),
        '}'
    ) AS properties,
    started + toIntervalSecond(k * 40 + h_event % 35) + toIntervalMillisecond(h_event % 1000) AS timestamp,
    team AS team_id,
    distinct_id,
    if(event = '$autocapture', concat('button.btn:nth-child="', toString(h_event % 5), '";div.panel:nth-child="1";main:nth-child="2"'), ''),
    timestamp + toIntervalMillisecond(20 + h_event % 1700),
    person_id,
    person_properties,
    if(identified, 'full', 'propertyless'),
    group_key,
    session_id,
    session_id_uuid,
    browser,
    concat('https://', host, pathname, if(h_event % 6 = 0, concat('?page=', toString(h_event % 9)), '')) AS url,
    transform(
        least(h_event % 14, bitShiftRight(h_event, 8) % 14),
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
        ['/', '/pricing', '/docs', '/login', '/app', '/app/projects', '/app/settings', '/blog', '/docs/install',
         '/app/billing', '/about', '/careers', '/blog/release', '/docs/api'],
        '/'
    ) AS pathname,
    host,
    toDateTime(timestamp, 'UTC')
FROM
(
    SELECT
        s, k, len, h_session, h_person, team, distinct_id, person_id, person_properties, identified, group_key,
        session_id, session_id_uuid, browser, host, session_json, started,
        cityHash64('row', s, k) AS h_event,
        bitShiftRight(h_event, 24) % 100 AS h
    FROM
    (
        SELECT
            number AS s,
            cityHash64('session', s) AS h_session,
            cityHash64('start', s) AS h_start,
            cityHash64('team', s) % 2000 AS h_team,
            -- Fixed widths: a hash of UInt16 7 is not the hash of UInt64 7, and people.sql hashes these too.
            toUInt8(multiIf(
                h_team < 1200, 2, h_team < 1460, 1, h_team < 1640, 3, h_team < 1760, 4, h_team < 1850, 5,
                h_team < 1910, 6, h_team < 1950, 7, h_team < 1974, 8, h_team < 1988, 9, h_team < 1996, 10,
                h_team < 1999, 11, 12
            )) AS team,
            transform(team, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3000, 14000, 2100, 1400, 1000, 700, 450, 280, 160, 90, 34, 12], 1) AS pool,
            toUInt64(intDiv((cityHash64('a', s) % pool) * (cityHash64('b', s) % pool), pool)) AS person,
            cityHash64('person', team, person) AS h_person,
            person % 8 = 0 AND h_session % 3 = 0 AS second_device,
            h_person % 10 < 7 AS identified,
            concat(if(second_device, 'anon-', 'user-'), lower(hex(sipHash64(team, person)))) AS distinct_id,
            if(second_device, reinterpretAsUUID(sipHash128('before merge', team, person)), reinterpretAsUUID(sipHash128('person', team, person))) AS person_id,
            transform(h_person % 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], ['free', 'free', 'free', 'free', 'free', 'starter', 'starter', 'scale', 'scale', 'enterprise'], '') AS plan,
            concat('{"email":"user', toString(person), '@team', toString(team), '.example","plan":"', plan, '"}') AS person_properties,
            if(identified, concat('org-', toString(person % 97)), '') AS group_key,
            2 + bitShiftRight(h_session, 16) % 19 AS len,
            h_start % 100 AS raw_day,
            -- Half of the weekend's sessions move two days back: weeks get a shape.
            if(raw_day > 2 AND toDayOfWeek(toDate('2025-12-22') + raw_day) > 5 AND bitShiftRight(h_start, 40) % 2 = 0, raw_day - 2, raw_day) AS day,
            intDiv(bitShiftRight(h_start, 8) % 84000 + bitShiftRight(h_start, 24) % 84000, 2) AS second_of_day,
            toDateTime64('2025-12-22 00:00:00', 6, 'UTC') + toIntervalDay(day) + toIntervalSecond(second_of_day) + toIntervalMillisecond(bitShiftRight(h_start, 44) % 1000) AS started,
            lower(hex(toUInt64(toUnixTimestamp64Milli(started)))) AS id_time,
            lower(hex(sipHash128('session', s))) AS id_tail,
            concat(substring(id_time, -12, 8), '-', substring(id_time, -4, 4), '-7', substring(id_tail, 1, 3), '-8', substring(id_tail, 4, 3), '-', substring(id_tail, 7, 12)) AS session_id,
            toUInt128(toUUID(session_id)) AS session_id_uuid,
            transform(h_person % 7, [0, 1, 2, 3, 4, 5, 6], ['Chrome', 'Chrome', 'Chrome', 'Safari', 'Firefox', 'Microsoft Edge', 'Mobile Safari'], '') AS browser,
            transform(h_person % 5, [0, 1, 2, 3, 4], ['Mac OS X', 'Windows', 'Windows', 'Linux', 'iOS'], '') AS os,
            concat(if(h_session % 4 = 0, 'www', 'app'), '.team', toString(team), '.example') AS host,
            concat(
                '"$host":"', host, '","$browser":"', browser, '","$browser_version":', toString(100 + h_person % 30),
                ',"$os":"', os, '","$device_type":"', if(os = 'iOS', 'Mobile', 'Desktop'),
                '","$session_id":"', session_id, '","$lib":"web","$lib_version":"1.2', toString(h_session % 60), '.0"',
                ',"plan":"', plan, '","token":"phc_team', toString(team), '","$timezone":"Europe/London"',
                transform(h_session % 6, [0, 1, 2], [',"utm_source":"google","utm_medium":"cpc"', ',"utm_source":"newsletter","utm_medium":"email"', ',"utm_source":"github"'], '')
            ) AS session_json
        FROM numbers_mt(115000)
    )
    ARRAY JOIN range(len) AS k
);

OPTIMIZE TABLE posthog.events FINAL SETTINGS optimize_throw_if_noop = 1;

-- A merge in the middle of a run would change what is read and how long it takes.
SYSTEM STOP MERGES posthog.events;

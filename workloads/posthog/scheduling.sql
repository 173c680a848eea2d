-- One recalculation at a time: the others wait at the server, and leave the second core to whoever is waiting for an answer.
CREATE RESOURCE query (QUERY);
CREATE WORKLOAD all;
CREATE WORKLOAD online IN all;
CREATE WORKLOAD batch IN all SETTINGS max_concurrent_queries = 1;

import { callsAmong } from './calledFunctions.ts';
import type { StatementRule } from './statementRule.ts';

const names =
  /^(hostName|hostname|FQDN|fullHostName|uptime|zookeeperSessionUptime|serverUUID|serverTimezone|version|buildId|revision|tcpPort|getServerPort|getMacro|getOSKernelVersion|queryID|query_id|initialQueryID|initial_query_id|currentQueryID|current_query_id|connectionId|connection_id|transactionID|shardNum|shardCount|filesystem(Available|Capacity|Unreserved)|blockNumber|blockSize|rowNumberInBlock|rowNumberInAllBlocks|runningDifference|runningAccumulate|neighbor)$/;

/** Functions that tell of the server or of this execution. */
export const serverFunction: StatementRule = {
  name: 'server-function',
  find: (view) =>
    callsAmong(view, [names]).map(({ place, calls }) => ({
      place,
      what: `what the server says of itself or of this execution (${calls}) cannot be compared`,
      fix: 'take it out of the query, or ignore the rule for a case whose result does not depend on it',
    })),
};

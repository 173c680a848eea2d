import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../src/clickhouse/target/faultText.ts';

/** What servers say, as far as `describeFailure` leaves it; the versions that said so. */
const messages: readonly (readonly [message: string, fault: ReturnType<typeof faultOf>])[] = [
  [
    "Unknown expression or function identifier `totl`. Maybe you meant: ['total'].",
    { message: 'Unknown expression or function identifier `totl`', hint: 'total', name: 'totl' },
  ],
  [
    "Identifier 'o.totl' cannot be resolved from table with name o. Maybe you meant: ['o.total', 'o.at'].",
    { message: "Identifier 'o.totl' cannot be resolved from table with name o", hint: 'o.total', name: 'o.totl' },
  ],
  [
    "Function with name `summ` does not exist.. Maybe you meant: ['sum'].",
    { message: 'Function with name `summ` does not exist', hint: 'sum', name: 'summ' },
  ],
  [
    "Unknown table expression identifier 'orderz'. Maybe you meant shop.orders?.",
    { message: "Unknown table expression identifier 'orderz'", hint: 'shop.orders', name: 'orderz' },
  ],
  [
    'Database shp does not exist. Maybe you meant shop?.',
    { message: 'Database shp does not exist', hint: 'shop', name: 'shp' },
  ],
  ["Table shop.orderz doesn't exist.", { message: "Table shop.orderz doesn't exist", name: 'shop.orderz' }],
  [
    "Missing columns: 'totl', required columns: 'totl', maybe you meant: 'total'.",
    { message: "Missing columns: 'totl', required columns: 'totl'", hint: 'total', name: 'totl' },
  ],
  ["Unknown function summ. Maybe you meant: ['sum'].", { message: 'Unknown function summ', hint: 'sum', name: 'summ' }],
  [
    "Unknown setting 'max_thread': Maybe you meant ['max_threads'].",
    { message: "Unknown setting 'max_thread'", hint: 'max_threads', name: 'max_thread' },
  ],
  [
    "Column 'shop.orders.total' is not under aggregate function and not in GROUP BY keys.",
    {
      message: "Column 'shop.orders.total' is not under aggregate function and not in GROUP BY keys",
      name: 'shop.orders.total',
    },
  ],
  [
    'Illegal type String of argument for aggregate function sum.',
    { message: 'Illegal type String of argument for aggregate function sum', name: 'sum' },
  ],
  ['Not enough of anything', { message: 'Not enough of anything' }],
];

describe('what a refusal says of a statement', () => {
  it.each(messages)('%s', (message, fault) => {
    expect(faultOf({ message })).toEqual(fault);
  });
});

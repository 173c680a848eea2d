import type { FlagRow } from './flagRow.ts';

export const arrivals = ['poisson', 'constant', 'recorded', 'closed'] as const;

/** Flags of the commands that offer a load. */
export const loadFlagRows: Readonly<Record<string, FlagRow>> = {
  rate: {
    decides: true,
    argument: '<n>',
    repeated: true,
    help: 'requests a second, shared by weight, or as the workload has them; online=20 for one class; may be repeated',
    helpIn: {
      capacity: 'online=3 and batch=1: the shares of classes in the rate that is searched (default: by weight)',
    },
  },
  arrival: {
    decides: true,
    argument: '<kind>',
    choices: arrivals,
    help: 'when requests are sent: poisson (at random), constant (evenly), recorded (as a capture with --timing kept them) or closed (by users)',
    default: 'poisson; closed where there are --users and no --rate',
  },
  speed: {
    decides: true,
    argument: '<n>',
    help: 'with recorded times: so many times as fast, such as 10',
    default: '1',
  },
  users: {
    decides: true,
    argument: '<n>',
    help: 'users of each closed loop: each waits for an answer before it sends again',
    reads: 'count',
  },
  think: {
    decides: true,
    argument: '<time>',
    help: 'how long a user thinks between an answer and the next request',
    default: '0',
    reads: 'duration',
  },
  duration: {
    decides: true,
    argument: '<time>',
    help: 'how long the load is judged, after the warm-up',
    default: '30s; a cell of the matrix 15s; recorded times to their end',
    reads: 'duration',
  },
  'warm-up': {
    decides: true,
    argument: '<time>',
    help: 'sent and not judged, at the start; 0 for none',
    default: '5s; 0 with --arrival recorded',
  },
  background: {
    decides: true,
    argument: '<classes>',
    help: 'classes that are there to disturb, with commas: their promises are not judged',
  },
  slo: {
    decides: true,
    argument: '<promises>',
    repeated: true,
    help: 'what is promised, instead of what the workload promises: p95=3s,errors=0.1%; online:p95=1s for one class; may be repeated',
  },
  workers: { argument: '<n>', help: 'threads that send', default: '1', reads: 'atOnce' },
  'max-in-flight': {
    decides: true,
    argument: '<n>',
    help: 'requests on their way at once; further ones wait here, which is part of their latency',
    default: '1000',
    reads: 'count',
  },
  sample: {
    argument: '<n>',
    help: 'requests of each class that are looked up in the server log',
    default: '1000; 200 a trial of capacity and matrix',
    reads: 'count',
  },
  'start-at': {
    argument: '<moment>',
    help: 'begin at this moment, on every machine: 2027-01-01T12:00:00Z',
  },
  matrix: {
    help: 'measure each class alone and beside each other one, with the scheduling of the workload and without',
  },
  'min-rate': {
    decides: true,
    argument: '<n>',
    help: 'the lowest rate that is tried, in requests a second',
    default: '1',
  },
  'max-rate': {
    decides: true,
    argument: '<n>',
    help: 'the highest rate that is tried, in requests a second',
    default: '1000',
  },
  'max-probes': {
    decides: true,
    argument: '<n>',
    help: 'rates that are tried on an arm, at most',
    default: '25',
    reads: 'count',
  },
  precision: {
    decides: true,
    argument: '<share>',
    help: 'stop once kept and missed rates are no further apart than this',
    default: '5%',
    reads: 'share',
  },
  probe: {
    decides: true,
    argument: '<time>',
    help: 'how long a rate is tried',
    default: '10s, longer for slow promises',
    reads: 'duration',
  },
  sustain: {
    decides: true,
    argument: '<time>',
    help: 'how long the rate that was found is held',
    default: 'three probes, 30s at least',
    reads: 'duration',
  },
};

#!/usr/bin/env node
import { processIo } from './cli/processIo.ts';
import { main } from './cli/program.ts';
import { realServices } from './cli/realServices.ts';

process.exitCode = await main(process.argv.slice(2), processIo(), realServices);

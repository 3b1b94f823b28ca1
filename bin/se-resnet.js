#!/usr/bin/env node
// The global process is used: an import of it would open stdin too, which costs 3 ms of start-up.
import { main } from '../dist/main.js';

process.exitCode = await main(process);

#!/usr/bin/env node
import module from 'node:module';

/** @type {typeof module & { enableCompileCache?: () => unknown }} From Node 22 on. */
const { enableCompileCache } = module;
// What Node compiles is kept in the system's temporary folder, for the next start.
enableCompileCache?.();

const { main } = await import('../dist/joined/shapes.js');

// The global process is used: an import of it would open stdin too, which costs 3 ms of start-up.
process.exitCode = await main(process);

import type * as Commander from 'commander';
import { createRequire } from 'node:module';

const require: (name: 'commander') => typeof Commander = createRequire(import.meta.url);

/**
 * commander by `require`: if a CommonJS package is imported, Node parses it twice to find its exports,
 * which takes 2 ms, and 7 on Node 20.
 */
export const { Argument, Command, CommanderError, Option } = require('commander');

export type Command = Commander.Command;
export type Argument = Commander.Argument;
export type Option = Commander.Option;

import { createRequire } from 'node:module';

/** The part of Bun's foreign function interface that is used. */
type BunFfi = (module: 'bun:ffi') => {
  readonly dlopen: (
    library: string,
    functions: { setenv: { args: ['cstring', 'cstring', 'int']; returns: 'int' } },
  ) => { readonly symbols: { readonly setenv: (...args: [Buffer, Buffer, number]) => number } };
};

/** The C library's file. On Windows, and on Linux with musl, there is no engine that reads variables. */
const C_LIBRARY: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'libSystem.B.dylib',
  linux: 'libc.so.6',
};

/**
 * Lets native code see the variables of process.env whose names begin so. Node and Deno set a variable
 * for the whole process; in Bun process.env is a copy, and what is set there getenv does not find.
 * @throws Error if Bun cannot load the C library
 */
export function shareEnvironment(prefix: string): void {
  const library = C_LIBRARY[process.platform];
  if (!('bun' in process.versions) || library === undefined) return;
  const require: BunFfi = createRequire(import.meta.url);
  const { symbols } = require('bun:ffi').dlopen(library, {
    setenv: { args: ['cstring', 'cstring', 'int'], returns: 'int' },
  });
  const cString = (text: string): Buffer => Buffer.from(`${text}\0`);
  for (const [name, value] of Object.entries(process.env)) {
    if (name.startsWith(prefix)) symbols.setenv(cString(name), cString(value ?? ''), 1);
  }
}

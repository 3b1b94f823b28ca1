import { afterEach, describe, expect, it, vi } from 'vitest';
import { shareEnvironment } from '../../../src/engine/native/share-environment.js';

/** What Bun's dlopen and the C library's setenv were called with. */
const calls = vi.hoisted((): unknown[][] => []);

vi.mock('node:module', () => ({
  createRequire: () => (name: string) => ({
    dlopen(library: string) {
      calls.push([name, library]);
      return { symbols: { setenv: (...args: unknown[]) => calls.push(args.map(String)) } };
    },
  }),
}));

afterEach(() => {
  vi.unstubAllGlobals();
  calls.length = 0;
});

/** The calls on a platform, in a runtime that has these versions. */
function callsOn(platform: NodeJS.Platform, versions: Record<string, string>): unknown[][] {
  const env = { PATH: '/bin', TF_NUM_INTRAOP_THREADS: '2', NO_TF_: '1', TF_EMPTY: '' };
  vi.stubGlobal('process', { platform, versions, env });
  shareEnvironment('TF_');
  return [...calls];
}

describe('shareEnvironment', () => {
  it('sets the variables of the prefix, and no others, by the C library in Bun', () => {
    expect(callsOn('linux', { node: '26.3.0', bun: '1.4.5' })).toEqual([
      ['bun:ffi', 'libc.so.6'],
      ['TF_NUM_INTRAOP_THREADS\0', '2\0', '1'],
      ['TF_EMPTY\0', '\0', '1'],
    ]);
  });

  it('knows the name of the C library on macOS, and leaves Windows as it is', () => {
    expect(callsOn('darwin', { bun: '1.4.5' })[0]).toEqual(['bun:ffi', 'libSystem.B.dylib']);
    calls.length = 0;
    expect(callsOn('win32', { bun: '1.4.5' })).toEqual([]);
  });

  it('has nothing to do in Node and Deno, which set variables for the whole process', () => {
    expect(callsOn('linux', { node: '20.20.2' })).toEqual([]);
    expect(callsOn('linux', { node: '26.3.0', deno: '2.9.6' })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { limitsInWords, tightLimits } from '../../../src/engine/native/limits.js';

/** Linux' own list, with limits in the place of unlimited ones. */
function limits(changed: Readonly<Record<string, string>> = {}): string {
  const all: Readonly<Record<string, string>> = {
    'Max file size': 'unlimited',
    'Max data size': 'unlimited',
    'Max stack size': '8388608',
    'Max processes': '95487',
    'Max open files': '1024',
    'Max address space': 'unlimited',
    ...changed,
  };
  const lines = Object.entries(all).map(
    ([name, soft]) => `${name.padEnd(26)}${soft.padEnd(21)}${'unlimited'.padEnd(21)}bytes     `,
  );
  return [
    'Limit                     Soft Limit           Hard Limit           Units',
    ...lines,
  ].join('\n');
}

const words = (text: string): string => limitsInWords(tightLimits(text));

describe('tightLimits', () => {
  it('are none by the defaults of a system, or where there is no list', () => {
    expect(words(limits())).toBe('');
    expect(words(limits({ 'Max stack size': 'unlimited', 'Max file size': '1' }))).toBe('');
    expect(words('')).toBe('');
  });

  it.each([
    ['Max address space', '1536000000', '1.54 GB of address space (ulimit -v)'],
    ['Max address space', '1099511627776', '1099.51 GB of address space (ulimit -v)'],
    ['Max data size', '104857600', '0.10 GB of data (ulimit -d)'],
    ['Max stack size', '131072', '128 KiB of stack (ulimit -s)'],
    ['Max processes', '20', '20 processes and threads (ulimit -u)'],
    ['Max open files', '40', '40 open files (ulimit -n)'],
  ])('are, by %s of %s: %s', (name, soft, expected) => {
    expect(words(limits({ [name]: soft }))).toBe(expected);
  });

  it('are all that are low', () => {
    expect(words(limits({ 'Max open files': '40', 'Max data size': '1000000000' }))).toBe(
      '1.00 GB of data (ulimit -d) and 40 open files (ulimit -n)',
    );
  });
});

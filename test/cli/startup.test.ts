import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// What a command loads before it has to, by the imports of the compiled files. `npm test` builds them.

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The packages that a compiled file imports, itself or through others, without asking for them. */
function packagesLoadedBy(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, name = ''] of text.matchAll(/^(?:import|export) .*?from '([^']+)';$/gms)) {
    if (name.startsWith('.')) {
      for (const other of packagesLoadedBy(join(dirname(file), name), seen)) packages.add(other);
    } else if (!name.startsWith('node:')) {
      packages.add(name);
    }
  }
  return packages;
}

describe('what is loaded at once', () => {
  for (const file of ['main.js', 'commands/summary.js', 'commands/check.js', 'commands/list.js']) {
    it(`by ${file} is commander alone`, () => {
      expect([...packagesLoadedBy(join(DIST, file))]).toEqual(['commander']);
    });
  }

  it('by what reads documents is zod', () => {
    expect([...packagesLoadedBy(join(DIST, 'schema/read.js'))]).toContain('zod');
  });
});

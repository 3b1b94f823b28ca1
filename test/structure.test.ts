import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineNames } from '../src/engine/list.js';
import { nativeEngineNames } from '../src/engine/native/list.js';
import { attentionNames } from '../src/models/attention/index.js';
import { columnNames } from '../src/report/columns/index.js';
import { formatNames } from '../src/report/formats.js';

// A new column, format, engine or command is one file and one line in a list; of operations, see
// ops/names.test.ts.

const SRC = new URL('../src/', import.meta.url);

/** The names of the files in a folder, but for those that hold what its other files share. */
function filesIn(folder: string, ...shared: string[]): string[] {
  return readdirSync(new URL(folder, SRC))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !shared.includes(name))
    .sort();
}

const names = (list: readonly string[]): string[] => [...list].sort();

describe('every file is named in its list, by the same name', () => {
  it.each<[what: string, files: string[], list: string[]]>([
    [
      'columns',
      filesIn('report/columns/', 'column', 'index'),
      names(columnNames().map((name) => name.replaceAll('_', '-'))),
    ],
    ['formats', filesIn('report/formats/'), names(formatNames())],
    [
      'attention blocks',
      [...filesIn('models/attention/', 'attention', 'index'), 'none'].sort(),
      names(attentionNames),
    ],
  ])('%s', (_what, files, list) => {
    expect(files.length).toBeGreaterThan(3);
    expect(files).toEqual(list);
  });

  it('commands', () => {
    const main = readFileSync(new URL('cli/main.ts', SRC), 'utf8');
    const named = [...main.matchAll(/import\('\.\/commands\/(?:check\/)?([a-z]+)\.js'\)/g)];
    const folder = readdirSync(new URL('cli/commands/', SRC)).map((name) =>
      name.replace('.ts', ''),
    );
    expect(names(named.map(([, name = '']) => name))).toEqual(names(folder));
  });

  it('engines that run a pass', () => {
    const listed = ['engine/native/list.ts', 'engine/list.ts'].flatMap((list) => {
      const text = readFileSync(new URL(list, SRC), 'utf8');
      return [...text.matchAll(/import\('\.\.?\/([a-z]+\/[a-z]+)\.js'\)/g)];
    });
    expect(listed.map(([, path = '']) => path.split('/')[1])).toEqual(engineNames());
  });

  it('what installs an engine', () => {
    const list = readFileSync(new URL('engine/install/list.ts', SRC), 'utf8');
    const files = [...list.matchAll(/import\('\.\/([a-z]+)\.js'\)/g)];
    expect(files.map(([, name]) => name)).toEqual(nativeEngineNames());
  });
});

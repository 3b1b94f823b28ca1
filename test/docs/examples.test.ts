import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPublicApi } from '../support/public-api.js';
import { ROOT, userFolder } from '../support/user-folder.js';
import { blocksOf, docstringExamples } from './blocks.js';
import { printedIn, programOf } from './example.js';

const execute = promisify(execFile);

const README = blocksOf('README.md').filter(({ language }) => /^(ts|js)$/.test(language));
const EXAMPLES = [...README, ...docstringExamples()];

describe('an example', () => {
  const folder = userFolder();
  const names = readPublicApi()
    .names.filter(({ name }) => !name.includes('.'))
    .map(({ name }) => name);
  const programs = EXAMPLES.map(({ place, text }) => {
    const name = place.replace(/\W+/g, '-');
    return { place, path: join(folder.path, name), ...programOf(text, names) };
  });
  let problems: readonly ts.Diagnostic[] = [];

  beforeAll(() => {
    for (const { path, text } of programs) writeFileSync(`${path}.ts`, text);
    const program = ts.createProgram(
      programs.map(({ path }) => `${path}.ts`),
      {
        strict: true,
        module: ts.ModuleKind.NodeNext,
        target: ts.ScriptTarget.ES2022,
        typeRoots: [join(ROOT, 'node_modules', '@types')],
        types: ['node'],
      },
    );
    problems = ts.getPreEmitDiagnostics(program);
    program.emit();
  });

  afterAll(() => {
    folder.remove();
  });

  it('stands in README and in docstrings', () => {
    expect(README.length).toBeGreaterThanOrEqual(4);
    expect(programs.length).toBeGreaterThan(README.length + 10);
  });

  it('compiles under strict, and so do the declarations of the package', () => {
    expect(problems.map(inWords)).toEqual([]);
  });

  it.each(programs)('of $place prints what it says', async ({ path, expected }) => {
    const { stdout, stderr } = await execute(process.execPath, [`${path}.js`]);
    const printed = printedIn(stdout);
    const wrong = [...expected].flatMap(([mark, says]) => {
      const prints = printed.get(mark) ?? [];
      const isRight = prints.length > 0 && prints.every((text) => text === says);
      return isRight ? [] : [{ says, prints: prints.map((text) => text.slice(0, 200)) }];
    });
    expect({ stderr, wrong }).toEqual({ stderr: '', wrong: [] });
  });
});

function inWords({ file, start = 0, messageText }: ts.Diagnostic): string {
  const name = file?.fileName.split('/').at(-1) ?? '';
  const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
  return `${name}:${String(line + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

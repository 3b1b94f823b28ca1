import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userFolder } from './support/user-folder.js';

/** A program that says what it knows of a few models. */
const PROGRAM = `
import { createModel, functional, nn, summary } from 'se-resnet';

class Named extends nn.Conv2d {
  static className = 'Named';
}
class Unnamed extends nn.Conv2d {}
class Head extends nn.Module {
  static className = 'Head';
  named = new Named(3, 8, { kernelSize: 3, groups: 1 });
  unnamed = new Unnamed(8, 8, { kernelSize: 1 });
  forward(x) {
    return functional.relu(this.unnamed.call(this.named.call(x)));
  }
}
const known = summary(createModel('se-resnet-18'), [1, 3, 224, 224]);
const own = summary(new Head(), [1, 3, 32, 32]);
const every = summary(new nn.Sequential(
  new nn.Conv2d(3, 8, { kernelSize: 3 }), new nn.BatchNorm2d(8), new nn.ReLU(), new nn.MaxPool2d(2),
  new nn.AvgPool2d(2), new nn.Sigmoid(), new nn.AdaptiveAvgPool2d(1), new nn.Flatten(),
  new nn.Linear(8, 4), new nn.Softmax(1),
), [1, 3, 32, 32]);
// No file of the package is there to tell its name.
const zoo = summary(createModel('timm/legacy_seresnext26_32x4d', { numClasses: 10 }), [1, 3, 64, 64]);
console.log(JSON.stringify([known, own, every, zoo].map((result) => ({
  table: String(result),
  totals: result.totals,
  types: result.layers.map(({ type }) => type),
  document: result,
}))));
`;

interface Said {
  readonly table: string;
  readonly totals: Readonly<Record<string, number>>;
  readonly types: readonly string[];
  readonly document: object;
}

/** Of the zoo's own, which has 1000 classes of 2048 weights and a bias. */
const PARAMS_ZOO = 16_790_280 - 990 * 2049;

describe('a program bundled with esbuild, minified', () => {
  const folder = userFolder();
  let plain: Said[] = [];
  let bundled: Said[] = [];

  const said = (file: string): Said[] => {
    const parse: (text: string) => Said[] = JSON.parse;
    return parse(execFileSync(process.execPath, [file], { cwd: folder.path, encoding: 'utf8' }));
  };

  beforeAll(async () => {
    const program = join(folder.path, 'program.js');
    const outfile = join(folder.path, 'bundle.js');
    writeFileSync(program, PROGRAM);
    await build({
      entryPoints: [program],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      absWorkingDir: folder.path,
      // What people do not bundle: native code, and what asks for its own files.
      external: ['@tensorflow/*'],
      banner: {
        js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
      },
      logLevel: 'error',
    });
    plain = said(program);
    bundled = said(outfile);
  });

  afterAll(() => {
    folder.remove();
  });

  it('counts what the library counts', () => {
    expect(bundled[0]?.totals).toMatchObject({ multAdds: 27_216_074_080, params: 11_770_912 });
    expect(bundled.map(({ totals }) => totals)).toEqual(plain.map(({ totals }) => totals));
  });

  it("builds a zoo's network by its name", () => {
    expect(bundled[3]?.totals).toMatchObject({ params: PARAMS_ZOO });
    expect(bundled[3]).toEqual(plain[3]);
  });

  it('prints the same tables', () => {
    expect(bundled[0]?.table).toBe(plain[0]?.table);
    expect(bundled[2]?.table).toBe(plain[2]?.table);
  });

  it('knows the classes by the same names, in documents too', () => {
    expect([bundled[0]?.types, bundled[2]?.types]).toEqual([plain[0]?.types, plain[2]?.types]);
    expect([bundled[0]?.document, bundled[2]?.document]).toEqual([
      plain[0]?.document,
      plain[2]?.document,
    ]);
  });

  it("prints a subclass's own static name, and never that of its parent", () => {
    expect(plain[1]?.types).toEqual(['Head', 'Named', 'Unnamed']);
    const [head, named, unnamed] = bundled[1]?.types ?? [];
    expect([head, named]).toEqual(['Head', 'Named']);
    // Minified: the name in the code is all that it has. So this test would see a lost name above.
    expect(unnamed).not.toBe('Unnamed');
    expect(unnamed).not.toBe('Conv2d');
  });
});

import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { baselineOf } from '../../src/check/baseline.js';
import { checkModel } from '../../src/check/check.js';
import { checkBlocks } from '../../src/check/report.js';
import { EXACT } from '../../src/check/tolerance.js';
import { explain } from '../../src/cli/explain.js';
import { compareModels } from '../../src/diff/compare.js';
import { compareBlocks } from '../../src/diff/report.js';
import { headOf } from '../../src/documents/constants.js';
import { readBaseline, readConfig, readModelFile } from '../../src/documents/read.js';
import { FileError } from '../../src/errors.js';
import { createModel } from '../../src/models/create.js';
import { renderBoxed } from '../../src/report/boxed.js';
import { summary } from '../../src/run.js';
import { schemaErrors } from '../support/schema.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const parse: (text: string) => Json = JSON.parse;

/** Stands for a value that JSON.stringify could not write: brackets in brackets. */
const DEEP = '@deep@';

const NESTED = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

/** Values of every type, and odd ones. */
const VALUES: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  2 ** 53,
  1e308,
  '',
  '__proto__',
  '\u0000\ud800"\\',
  [],
  [[]],
  [-1],
  [1e308, 1e308],
  {},
  { __proto__: null, length: 4, toString: 1 },
  DEEP,
];

/** The places in a value: the keys that lead to each of its parts. */
function placesIn(value: Json): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const parts = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...parts.flatMap(([key, part]) => placesIn(part).map((rest) => [key, ...rest]))];
}

/** A value with another part at a place; without a part if that is undefined. */
function replaced(value: Json, [key, ...rest]: (string | number)[], part?: Json): Json | undefined {
  if (key === undefined) return part;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      index === key ? (replaced(item, rest, part) ?? []) : [item],
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const changed = name === key ? replaced(item, rest, part) : item;
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
}

/** The text of every document with something else, or nothing, in one place. */
function* mutations(
  document: object,
  isWanted: (place: (string | number)[]) => boolean,
): Iterable<string> {
  const value = parse(JSON.stringify(document));
  for (const place of placesIn(value).filter(isWanted)) {
    for (const part of [undefined, ...VALUES]) {
      const changed = replaced(value, place, part);
      if (changed === undefined) continue;
      yield JSON.stringify(changed).replace(`"${DEEP}"`, NESTED);
    }
  }
}

/** What a document is refused with, as the program prints it; null if it is taken. */
function refusalOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    // Anything else is a bug.
    if (!(error instanceof FileError)) throw error;
    const { message, hint = '' } = explain(error);
    return `${message}\n${hint}`;
  }
}

const SUMMARY = summary(createModel('se-resnet-10', { numClasses: 2 }), [1, 3, 32, 32]).toJSON();
const LIMITS = { exact: new Map(), most: new Map() };

/** What a document says of the options that it does not have: their defaults, or the depth of its blocks. */
const IMPLIED = Object.fromEntries(
  Object.entries(SUMMARY.model.options).filter(
    ([name]) => !['block', 'blocks', 'numClasses'].includes(name),
  ),
);

/** The model, a container and a convolution stand for all layers. */
const isOfFewLayers = ([key, index]: (string | number)[]): boolean =>
  key !== 'layers' || index === undefined || index === 0 || index === 4 || index === 5;

describe('a document with something else in one place', () => {
  it('is refused as a baseline in a sentence, or checked to the end', () => {
    let [refused, failed] = [0, 0];
    for (const text of mutations(baselineOf(SUMMARY), isOfFewLayers)) {
      const refusal = refusalOf(() => {
        const document = readBaseline(parse(text), 'x.json');
        const baseline = { path: 'x.json', document };
        const result = checkModel('x', SUMMARY, { limits: LIMITS, tolerance: EXACT, baseline });
        expect(schemaErrors('check', { ...headOf('check'), models: [result] })).toEqual([]);
        expect(renderBoxed(checkBlocks([result]))).not.toMatch(/NaN|undefined|Infinity/);
        const options = { ...IMPLIED, ...document.model.options };
        const model = { ...document.model, options };
        const written: unknown = JSON.parse(JSON.stringify(baselineOf(SUMMARY)));
        const isAsWritten = isDeepStrictEqual({ ...document, model }, written);
        expect([isAsWritten, result.passed]).toEqual([result.passed, isAsWritten]);
        failed++;
      });
      if (refusal === null) continue;
      expect(refusal).toMatch(/^x\.json (is|has|was|cannot) [^\n]*\.\n[^\n]*$/);
      expect(refusal.length).toBeLessThan(400);
      refused++;
    }
    expect(refused).toBeGreaterThan(500);
    expect(failed).toBeGreaterThan(20);
  });

  it('is refused by a comparison in a sentence, or compared to the end', () => {
    let refused = 0;
    for (const text of mutations(SUMMARY, isOfFewLayers)) {
      const refusal = refusalOf(() => {
        const document = { ...readModelFile(parse(text), 'x.json'), name: 'x' };
        const compared = compareModels([{ ...SUMMARY, name: 'y' }, document], 'differing');
        expect(schemaErrors('compare', compared)).toEqual([]);
        expect(renderBoxed(compareBlocks(compared, 'differing'))).not.toMatch(/NaN|undefined/);
      });
      if (refusal === null) continue;
      expect(refusal).toMatch(/^x\.json (is|has|was|cannot) [^\n]*\.\n[^\n]*$/);
      refused++;
    }
    expect(refused).toBeGreaterThan(500);
  });

  it('is refused as a configuration in a few sentences, or taken', () => {
    const entry = {
      name: 'x',
      depth: 18,
      inputSize: [1, 3, 32, 32],
      freeze: ['conv1'],
      baseline: 'x.json',
      limits: { params: 1, maxMultAdds: 2 },
      tolerance: '0.5%',
    };
    const blocks = {
      name: 'y',
      arch: 'resnet',
      block: 'basic',
      blocks: [1, 1, 1, 1],
      limits: { params: 1 },
    };
    let refused = 0;
    for (const text of mutations({ $schema: 'x', models: [entry, blocks] }, () => true)) {
      const refusal = refusalOf(() => readConfig(parse(text), 'x.json'));
      if (refusal === null) continue;
      for (const line of refusal.trimEnd().split('\n')) expect(line).toMatch(/^x\.json: .*\.$/);
      refused++;
    }
    expect(refused).toBeGreaterThan(200);
  });

  it('is refused if it is of the first version, with what it tells of the model', () => {
    const old = {
      ...baselineOf(SUMMARY),
      schemaVersion: 1,
      engine: { name: 'meta' },
      model: { arch: 'se-resnet', depth: 18, block: 'basic', blocks: [2, 2, 2, 2], reduction: 16 },
    };
    for (const text of mutations(old, isOfFewLayers)) {
      const refusal = refusalOf(() => readBaseline(parse(text), 'x.json'));
      expect(refusal).toMatch(/^x\.json (is|has|cannot) [^\n]*\.\n[^\n]*$/);
    }
  });
});

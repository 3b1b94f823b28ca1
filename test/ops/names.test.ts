import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/ops/index.js';
import { keysOf } from '../../src/text/keys.js';

/** The files of a folder under src/ without their extension, sorted. */
function filesIn(folder: string): string[] {
  return readdirSync(new URL(`../../src/${folder}/`, import.meta.url))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

const NAMES = keysOf(OPERATIONS).map((kind) =>
  kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
);

describe("an operation's files", () => {
  it.each([
    ['ops', ['arguments', 'index', 'operation', 'shape']],
    ['engine/onnx/operators', ['index', 'operator', 'pooling']],
    ['engine/tfjs/kernels', ['index', 'kernel', 'pooling', 'reduction']],
  ])('in %s have its name, and there is one for each', (folder, others) => {
    expect(filesIn(folder)).toEqual([...NAMES, ...others].sort());
  });

  it('in nn have its name', () => {
    const others = ['functional', 'index', 'module', 'only-input', 'parameter', 'sequential'];
    // They give what they are given.
    const idle = ['dropout', 'identity'];
    const wrappers = filesIn('nn').filter((file) => ![...others, ...idle].includes(file));
    expect(wrappers).not.toEqual([]);
    expect(wrappers.filter((file) => !NAMES.includes(file))).toEqual([]);
  });
});

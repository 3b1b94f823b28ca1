import { beforeEach, describe, expect, it } from 'vitest';
import { noteEngine } from '../../src/cli/model-run.js';
import type { SkippedEngine } from '../../src/engine/choose.js';

const INSTALL = 'To get it, run: se-resnet engines install onnxruntime';

const MISSING: readonly SkippedEngine[] = ['onnxruntime', 'tensorflow'].map((name) => ({
  name,
  reason: 'It is not installed.',
  hint: `To get it, run: se-resnet engines install ${name}`,
  broken: false,
}));

let written: string;
let stderr: { write(text: string): boolean };

beforeEach(() => {
  written = '';
  stderr = {
    write(text) {
      written += text;
      return true;
    },
  };
});

function note(
  name: string,
  forwardMs: number,
  skippedEngines = MISSING,
  askedThreads?: number,
): Promise<void> {
  const summary = { engine: { name, threads: 2, forwardMs } };
  return noteEngine({ summary, skippedEngines, askedThreads }, { stderr });
}

describe('the line about the engine', () => {
  const LINE = `note: the onnxruntime engine is faster than wasm. ${INSTALL}\n`;

  it('is written after more than 5 s on wasm, and names one command', async () => {
    await note('wasm', 5001);
    expect(written).toBe(LINE);
  });

  it('is written once, however many passes there are', async () => {
    for (const ms of [7000, 8000]) await note('wasm', ms);
    expect(written).toBe(LINE);
  });

  it.each([
    ['a quick pass', 'wasm', 5000],
    ['a slow pass on another engine', 'tensorflow', 60_000],
  ])('is not written after %s', async (_what, name, forwardMs) => {
    await note(name, forwardMs);
    expect(written).toBe('');
  });

  it('is not written if no faster engine can be got', async () => {
    await note('wasm', 9000, []);
    await note(
      'wasm',
      9000,
      MISSING.map((engine) => ({ ...engine, hint: null })),
    );
    expect(written).toBe('');
  });
});

it('an engine that is there but does not work is told of after any pass', async () => {
  const broken = { name: 'onnxruntime', reason: 'it failed.', hint: null, broken: true };
  await note('wasm', 10, [broken]);
  expect(written).toBe('note: onnxruntime was left out: it failed.\n');
});

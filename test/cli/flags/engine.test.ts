import { describe, expect, it } from 'vitest';
import { refusal, run } from '../../support/run.js';

const ENGINES = 'auto, onnxruntime, tensorflow, wasm or meta';

const WRONG: [args: string[], sentence: string, hint?: string][] = [
  [['--engine', 'wasn'], `--engine takes ${ENGINES}, but was given "wasn".`, 'Did you mean wasm?'],
  [['--engine', 'cuda'], `--engine takes ${ENGINES}, but was given "cuda".`],
  [['--engine', 'constructor'], `--engine takes ${ENGINES}, but was given "constructor".`],
  [['--seed', 'x'], '--seed takes a whole number from 0, but was given "x".'],
  [['--seed', '-1'], '--seed takes a whole number from 0, but was given "-1".'],
  [['--threads', '0'], '--threads takes a whole number from 1, but was given "0".'],
];

describe('a flag of the engine', () => {
  it.each(WRONG)('%j is answered with one sentence', async (args, sentence, hint) => {
    expect(await run(['summary', ...args])).toEqual(refusal(sentence, hint));
  });
});

import { afterAll, beforeAll, describe } from 'vitest';
import type { Engine, Executor } from '../../src/engine/engine.js';
import { allEngines } from '../../src/engine/list.js';
import { chooseEngines } from './engine-choice.js';

const { tested } = chooseEngines(await allEngines());

/**
 * Defines a suite once for each tested engine. The engines are started one after the other, as each
 * suite begins: in one process they share TensorFlow.js' choice of a backend.
 */
export function describeEngines(
  title: string,
  define: (engine: Engine, executor: () => Executor) => void,
): void {
  describe.each(tested)(`$name: ${title}`, (engine) => {
    let started: Executor | null = null;
    beforeAll(async () => {
      started = await engine.start({ threads: engine.defaultThreads() });
    });
    afterAll(() => {
      started = null;
    });
    define(engine, () => {
      if (started === null) throw new Error(`the ${engine.name} engine has not been started`);
      return started;
    });
  });
}

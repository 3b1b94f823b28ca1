import { afterAll, beforeAll, describe } from 'vitest';
import type { Backend, Engine } from '../../src/engine/engine.js';
import { chooseEngines } from './engine-choice.js';

/**
 * Defines a suite once for each tested engine. The engines are started one after the other, as each
 * suite begins: in one process they share TensorFlow.js' choice of a backend.
 */
export function describeEngines(
  title: string,
  define: (engine: Engine, backend: () => Backend) => void,
): void {
  describe.each(chooseEngines().tested)(`$name: ${title}`, (engine) => {
    let started: Backend | null = null;
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

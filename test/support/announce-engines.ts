import { chooseEngines } from './engine-choice.js';

/** Says once a run which engines it tests, and fails the run where a demanded one is missing. */
export default function announceEngines(): void {
  const { tested, leftOut } = chooseEngines();
  const left = leftOut.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  const names = tested.map(({ name }) => name).join(', ');
  process.stdout.write(`Engines tested: ${names}; left out: ${left === '' ? 'none' : left}\n`);
}

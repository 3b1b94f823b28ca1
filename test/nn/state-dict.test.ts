import { describe, expect, it } from 'vitest';
import { readJson } from '../support/fixtures.js';
import { namedModel } from '../support/models.js';

describe("a named depth's state dict", () => {
  const expected = readJson('state_dict.json');

  it('is known for the five depths of the article', () => {
    expect(Object.keys(expected)).toEqual([
      'depth18',
      'depth34',
      'depth50',
      'depth101',
      'depth152',
    ]);
  });

  it.each(Object.entries(expected))("%s has PyTorch's names, shapes and order", (name, entries) => {
    const model = namedModel(Number(name.replace('depth', '')));
    const own = model.stateDict().map(([key, { shape }]) => ({ name: key, shape }));
    expect(own).toEqual(entries);
  });
});

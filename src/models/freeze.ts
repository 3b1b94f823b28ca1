import { ModelError } from '../errors.js';
import { type AnyModule, Module } from '../nn/index.js';
import { shown, wrongArgument } from '../ops/arguments.js';

/**
 * Stops the parameters at or under these state-dict prefixes from training
 * (`requires_grad_(False)` in torch).
 * @throws ModelError if no parameter has such a name, or an argument is something else.
 *
 * @example
 * const model = createModel('se-resnet-50');
 * freeze(model, ['conv1', 'bn1', 'layer1', 'layer2', 'layer3', 'layer4']);
 * console.log(summary(model, [1, 3, 224, 224]).totals.trainableParams); // 2049000
 */
export function freeze(model: AnyModule, prefixes: readonly string[]): void {
  const given: unknown = model;
  if (!(given instanceof Module)) throw wrongArgument('freeze', 'model', 'an nn.Module', given);
  const list: unknown = prefixes;
  const isText = (prefix: unknown): boolean => typeof prefix === 'string';
  if (!Array.isArray(list) || !Array.from(list).every(isText)) {
    throw wrongArgument('freeze', 'prefixes', 'a list of state-dict prefixes', list);
  }
  if (prefixes.length === 0) return;
  const parameters = [...model.namedParameters()];
  for (const prefix of prefixes) {
    const matched = parameters.filter(([name]) => name === prefix || name.startsWith(`${prefix}.`));
    if (matched.length === 0) {
      const names = model.children().map(([name]) => name);
      throw new ModelError('freeze', `no parameter is named or lies under ${shown(prefix)}.`, {
        hint: `The model's own are ${names.join(', ')}, and below them names such as ${parameters.at(-1)?.[0] ?? 'weight'}.`,
        facts: { prefix },
      });
    }
    for (const [, parameter] of matched) parameter.requiresGrad = false;
  }
}

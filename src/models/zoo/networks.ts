import type { Shape } from '../../ops/shape.js';
import { keysOf } from '../../text/keys.js';
import type { VariantDefinition } from '../architecture.js';
import type { Options, ValuesOf } from '../option.js';

/** The networks of a zoo's class by the zoo's own names, each with what differs from the defaults. */
export type Networks<O extends Options> = Readonly<Record<string, Partial<ValuesOf<O>>>>;

/**
 * A class's networks as {@link defineArchitecture} takes them: `torchvision/resnet50`.
 * @param inputShape the usual shape of their input, NCHW; ImageNet's by default
 */
export function networksOf<O extends Options>(
  source: string,
  networks: Networks<O>,
  inputShape?: Shape,
): VariantDefinition<O>[] {
  return keysOf(networks).map((name) => ({
    name: `${source}/${name}`,
    options: networks[name] ?? {},
    ...(inputShape !== undefined && { inputShape }),
  }));
}

import type { Shape } from '../ops/shape.js';
import type { ModelDescription } from './registry.js';

/** A network that has a name, and what it counts at its usual input. */
export interface CatalogueEntry extends ModelDescription {
  readonly name: string;
  readonly inputShape: Shape;
  readonly params: number;
  /** As torchinfo 1.8 counts them, biases and BatchNorm included. */
  readonly multAdds: number;
  /** 2 for each multiply-accumulate of convolutions and matrix products. */
  readonly flops: number;
}

/** Everything that can be named, counted by the build so that no command has to build it all. */
export interface Catalogue {
  readonly networks: readonly CatalogueEntry[];
  /** The names of the architectures of the paper and of the zoos. */
  readonly architectures: readonly string[];
  /** timm's earlier names, each with the one that has taken its place. */
  readonly deprecated: Readonly<Record<string, string>>;
}

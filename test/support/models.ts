import { createModel } from '../../src/models/create.js';
import type { AnyModule } from '../../src/nn/index.js';

/** The depths of the article. */
export const NAMED_DEPTHS = [18, 34, 50, 101, 152] as const;

/** The SE-ResNet of a named depth, for images of three channels and 1000 classes. */
export function namedModel(depth: number): AnyModule {
  return createModel(`se-resnet-${String(depth)}`);
}

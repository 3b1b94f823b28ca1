import { ModelError } from '../errors.js';
import type { Module } from '../nn/index.js';
import { BasicBlock } from './basic-block.js';
import { Bottleneck } from './bottleneck.js';
import { type BlockClass, SE_ResNet, type StageSizes } from './se-resnet.js';

export const BLOCKS = { basic: BasicBlock, bottleneck: Bottleneck } satisfies Record<
  string,
  BlockClass
>;

export type BlockName = keyof typeof BLOCKS;

/** How many blocks of which kind a network has. */
export interface Stages {
  readonly block: BlockName;
  readonly blocks: StageSizes;
}

/** Everything that tells one network from another, as plain values. */
export interface ModelSpec extends Stages {
  readonly arch: ArchitectureName;
  readonly numClasses: number;
  readonly reduction: number;
  /** Channels of the input image. */
  readonly inChannels: number;
}

/**
 * The depths that have a name. 18 to 152 are the article's; 10, 14, 26, 200 and 269 are the depths
 * of the same blocks that other implementations (timm among them) have made usual.
 */
export const NAMED_DEPTHS: ReadonlyMap<number, Stages> = new Map<number, Stages>([
  [10, { block: 'basic', blocks: [1, 1, 1, 1] }],
  [14, { block: 'basic', blocks: [2, 2, 1, 1] }],
  [18, { block: 'basic', blocks: [2, 2, 2, 2] }],
  [26, { block: 'bottleneck', blocks: [2, 2, 2, 2] }],
  [34, { block: 'basic', blocks: [3, 4, 6, 3] }],
  [50, { block: 'bottleneck', blocks: [3, 4, 6, 3] }],
  [101, { block: 'bottleneck', blocks: [3, 4, 23, 3] }],
  [152, { block: 'bottleneck', blocks: [3, 8, 36, 3] }],
  [200, { block: 'bottleneck', blocks: [3, 24, 36, 3] }],
  [269, { block: 'bottleneck', blocks: [3, 30, 48, 8] }],
]);

export const DEFAULT_DEPTH = 50;

/** The networks that can be built: a new one is one file and one line here. */
export const ARCHITECTURES = {
  'se-resnet': (spec: ModelSpec): Module =>
    new SE_ResNet(BLOCKS[spec.block], spec.blocks, {
      numClasses: spec.numClasses,
      reduction: spec.reduction,
      inChannels: spec.inChannels,
    }),
};

export type ArchitectureName = keyof typeof ARCHITECTURES;

/**
 * Builds the network that a specification describes.
 * @throws ModelError where its numbers do not fit together.
 */
export function buildModel(spec: ModelSpec): Module {
  return ARCHITECTURES[spec.arch](spec);
}

/** The layers that a network's name counts: the convolutions on the main path, the stem and the classifier. */
export function depthOf({ block, blocks }: Stages): number {
  const count = blocks.reduce((sum, size) => sum + size, 0);
  return count * BLOCKS[block].convolutions + 2;
}

/**
 * Stops the parameters at or under these state-dict prefixes from training
 * (`requires_grad_(False)` in torch).
 * @throws ModelError where no parameter has such a name.
 */
export function freeze(model: Module, prefixes: readonly string[]): void {
  const parameters = [...model.namedParameters()];
  for (const prefix of prefixes) {
    const matched = parameters.filter(([name]) => name === prefix || name.startsWith(`${prefix}.`));
    if (matched.length === 0) {
      const names = model.children().map(([name]) => name);
      throw new ModelError(
        `--freeze takes state-dict prefixes, but no parameter is named or lies under "${prefix}".`,
        `The model's own are ${names.join(', ')}, and below them names such as ${parameters.at(-1)?.[0] ?? 'weight'}.`,
      );
    }
    for (const [, parameter] of matched) parameter.requiresGrad = false;
  }
}

import { ModelError } from '../errors.js';
import type { Module } from '../nn/index.js';
import { BasicBlock } from './basic-block.js';
import { Bottleneck } from './bottleneck.js';
import { type BlockClass, ResNet, type StageSizes } from './resnet.js';
import { DEFAULT_REDUCTION } from './se-block.js';
import { SE_ResNet } from './se-resnet.js';

export const BLOCKS = { basic: BasicBlock, bottleneck: Bottleneck } satisfies Record<
  string,
  BlockClass
>;

export type BlockName = keyof typeof BLOCKS;

/** The kinds of blocks, in the order in which they are listed. */
export function blockNames(): BlockName[] {
  const isBlock = (name: string): name is BlockName => name in BLOCKS;
  return Object.keys(BLOCKS).filter(isBlock);
}

/** How many blocks of which kind a network has. */
export interface Stages {
  readonly block: BlockName;
  readonly blocks: StageSizes;
}

/** Everything that tells one network from another, as plain values. */
export interface ModelSpec extends Stages {
  readonly arch: ArchitectureName;
  readonly numClasses: number;
  /** The reduction ratio of the SE blocks; null where the architecture has none. */
  readonly reduction: number | null;
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

/** A kind of network that can be built. */
interface Architecture {
  /** Whether its blocks hold SE blocks, so that it has a reduction ratio. */
  readonly hasSE: boolean;
  build(spec: ModelSpec): Module;
}

/** The networks that can be built: a new one is one file and one entry here. */
export const ARCHITECTURES = {
  'se-resnet': {
    hasSE: true,
    build: ({ block, blocks, numClasses, inChannels, reduction }) =>
      new SE_ResNet(BLOCKS[block], blocks, {
        numClasses,
        inChannels,
        reduction: reduction ?? DEFAULT_REDUCTION,
      }),
  },
  resnet: {
    hasSE: false,
    build: ({ block, blocks, numClasses, inChannels }) =>
      new ResNet(BLOCKS[block], blocks, { numClasses, inChannels }),
  },
} satisfies Record<string, Architecture>;

export type ArchitectureName = keyof typeof ARCHITECTURES;

export const DEFAULT_ARCHITECTURE: ArchitectureName = 'se-resnet';

/** A network by which others know it: its architecture, and one of the named depths. */
export interface NamedModel extends Stages {
  /** Such as `se-resnet-50`. */
  readonly name: string;
  readonly arch: ArchitectureName;
  readonly depth: number;
}

/** The networks that have a name, every architecture at every named depth. */
export function namedModels(): NamedModel[] {
  return architectureNames().flatMap((arch) =>
    [...NAMED_DEPTHS].map(([depth, stages]) => ({
      name: `${arch}-${String(depth)}`,
      arch,
      depth,
      ...stages,
    })),
  );
}

/** The name of a network: that of the catalogue, or else its architecture, block and stages. */
export function nameOf({ arch, block, blocks }: Stages & { arch: ArchitectureName }): string {
  const named = namedModels().find(
    (model) =>
      model.arch === arch && model.block === block && model.blocks.join() === blocks.join(),
  );
  return named?.name ?? [arch, block, ...blocks].join('-');
}

/** The architectures, in the order in which they are listed. */
export function architectureNames(): ArchitectureName[] {
  const isName = (name: string): name is ArchitectureName => name in ARCHITECTURES;
  return Object.keys(ARCHITECTURES).filter(isName);
}

/**
 * Builds the network that a specification describes.
 * @throws ModelError where its numbers do not fit together.
 */
export function buildModel(spec: ModelSpec): Module {
  return ARCHITECTURES[spec.arch].build(spec);
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
  if (prefixes.length === 0) return;
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

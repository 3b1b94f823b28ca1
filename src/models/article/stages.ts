import type { Alternative } from '../architecture.js';
import { BasicBlock } from '../basic-block.js';
import type { BlockClass } from '../block.js';
import { Bottleneck } from '../bottleneck.js';
import { choiceOption, nullable } from '../option.js';
import { block, blocks } from '../options.js';
import type { StageSizes } from '../resnet.js';

/*
 * How many blocks of which kind a network of the article has: by a depth that has a name, or by the
 * blocks themselves.
 */

const BLOCKS = { basic: BasicBlock, bottleneck: Bottleneck } satisfies Record<string, BlockClass>;

type BlockName = keyof typeof BLOCKS;

interface Stages {
  readonly block: BlockName;
  readonly blocks: StageSizes;
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

const DEFAULT_DEPTH = 50;

const depth = nullable(
  choiceOption(
    { name: 'depth', words: 'a depth that has a name', value: 'layers' },
    [...NAMED_DEPTHS.keys()],
    DEFAULT_DEPTH,
  ),
);

/** The options that say which blocks there are. */
export const stageOptions = { depth, block, blocks } as const;

/** A depth, or blocks of some kind. */
export const stageAlternatives = [
  { options: ['depth'] },
  {
    options: ['block', 'blocks'],
    example: { block: 'bottleneck', blocks: [3, 4, 6, 3] },
    words: 'For any other network give its blocks',
  },
] as const satisfies readonly Alternative[];

interface StageValues {
  readonly depth: number | null;
  readonly block: BlockName | null;
  readonly blocks: StageSizes | null;
}

/** Fills in the blocks of a depth, or the depth of blocks; null if it has no name. */
export function completeStages<Values extends StageValues>(values: Values): Values & Stages {
  const stages = stagesOf(values);
  const named = [...NAMED_DEPTHS].find(
    ([, other]) => other.block === stages.block && other.blocks.join() === stages.blocks.join(),
  );
  return { ...values, ...stages, depth: named?.[0] ?? null };
}

function stagesOf({ depth: wanted, block: kind, blocks: sizes }: StageValues): Stages {
  if (kind !== null && sizes !== null) return { block: kind, blocks: sizes };
  const named = NAMED_DEPTHS.get(wanted ?? DEFAULT_DEPTH);
  if (named === undefined) throw new Error(`depth ${String(wanted)} has no name`);
  return named;
}

/** The layers that a depth counts: the convolutions on the main path, the stem and the classifier. */
export function depthInWords(values: StageValues): string {
  const stages = stagesOf(values);
  const count = stages.blocks.reduce((sum, size) => sum + size, 0);
  return `a depth of ${String(count * BLOCKS[stages.block].convolutions + 2)}`;
}

/** The class of the blocks, and how many there are in each stage. */
export function blocksOf(values: StageValues): { block: BlockClass; blocks: StageSizes } {
  const stages = stagesOf(values);
  return { block: BLOCKS[stages.block], blocks: stages.blocks };
}

/** An architecture at every depth that has a name: `resnet-50`. */
export function depthVariants(name: string): { name: string; options: { depth: number } }[] {
  return [...NAMED_DEPTHS.keys()].map((layers) => ({
    name: `${name}-${String(layers)}`,
    options: { depth: layers },
  }));
}

import { keysOf } from '../text/keys.js';

/** What a total counts. */
export type Unit = 'elements' | 'multiply-accumulates' | 'operations' | 'bytes';

/** One total, for every place that shows it. */
interface TotalDefinition {
  /** Its name in a sentence and as the title of a column. */
  readonly label: string;
  /** Its name below torchinfo's table; null if torchinfo does not show it. */
  readonly tableLabel: string | null;
  readonly unit: Unit;
  /** What it counts, as the JSON Schemas say it. */
  readonly words: string;
  /** The places that take it by name, besides documents and comparisons, which have all totals. */
  readonly takenBy: readonly ('print' | 'check')[];
}

/**
 * The totals of a summary, in the order in which they are shown: for the table, documents, comparisons,
 * `--print`, and the limits and baselines of a check.
 */
export const TOTALS = {
  params: {
    label: 'params',
    tableLabel: 'Total params',
    unit: 'elements',
    words: 'Elements of the parameters, each parameter once.',
    takenBy: ['print', 'check'],
  },
  trainableParams: {
    label: 'trainable params',
    tableLabel: 'Trainable params',
    unit: 'elements',
    words: 'Of params, those that are not frozen.',
    takenBy: ['print', 'check'],
  },
  nonTrainableParams: {
    label: 'non-trainable params',
    tableLabel: 'Non-trainable params',
    unit: 'elements',
    words: 'Of params, those that are frozen.',
    takenBy: [],
  },
  multAdds: {
    label: 'mult-adds',
    tableLabel: 'Total mult-adds',
    unit: 'multiply-accumulates',
    words:
      'Multiply-accumulates as torchinfo counts them, for the whole batch: those of convolutions, ' +
      "linear layers and BatchNorm, biases included, activations' not.",
    takenBy: ['print', 'check'],
  },
  flops: {
    label: 'flops',
    tableLabel: null,
    unit: 'operations',
    words:
      'Floating-point operations of convolutions, linear layers and matrix products alone, for the ' +
      'whole batch: 2 x their multiply-accumulates. Biases, BatchNorm, activations and pooling are ' +
      'not counted.',
    takenBy: [],
  },
  inputBytes: {
    label: 'input bytes',
    tableLabel: 'Input size',
    unit: 'bytes',
    words: 'Bytes of the inputs.',
    takenBy: [],
  },
  forwardBackwardBytes: {
    label: 'forward/backward bytes',
    tableLabel: 'Forward/backward pass size',
    unit: 'bytes',
    words: 'Bytes of the outputs of layers with parameters, twice: once more for their gradients.',
    takenBy: [],
  },
  paramBytes: {
    label: 'param bytes',
    tableLabel: 'Params size',
    unit: 'bytes',
    words: 'Bytes of the parameters.',
    takenBy: ['print', 'check'],
  },
  totalBytes: {
    label: 'total bytes',
    tableLabel: 'Estimated Total Size',
    unit: 'bytes',
    words: 'inputBytes + forwardBackwardBytes + paramBytes.',
    takenBy: ['print'],
  },
} as const satisfies Record<string, TotalDefinition>;

/** A total by its name in documents. */
export type TotalKey = keyof typeof TOTALS;

/** Every total by its name. Sizes are bytes, mult-adds and flops those of the whole batch. */
export type Totals = Readonly<Record<TotalKey, number>>;

/** The totals that a place takes by name. */
export type TotalFor<Place extends 'print' | 'check'> = {
  [Key in TotalKey]: Place extends (typeof TOTALS)[Key]['takenBy'][number] ? Key : never;
}[TotalKey];

/** The names of the totals, in the order in which they are shown. */
export function totalKeys(): TotalKey[] {
  return keysOf(TOTALS);
}

/** Those that a place takes by name. */
export function totalsFor<Place extends 'print' | 'check'>(place: Place): TotalFor<Place>[] {
  const isAsked = (key: TotalKey): key is TotalFor<Place> => {
    const { takenBy }: TotalDefinition = TOTALS[key];
    return takenBy.includes(place);
  };
  return totalKeys().filter(isAsked);
}

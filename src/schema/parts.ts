import { z } from 'zod';

/** Parts that several documents share. What `describe` says stands in the JSON Schemas too. */

/** A whole number of things, from 0. */
export const count = z.int().min(0);

/** A size, from 1. */
export const size = z.int().min(1);

export const shape = z
  .array(count)
  .readonly()
  .describe('The size along each axis; NCHW for images.');

export const model = z
  .object({
    name: z.string().describe("The model's class name."),
    arch: z.string().describe('The architecture, as --arch takes it.'),
    depth: size.describe('Layers: convolutions on the main path, the stem and the classifier.'),
    block: z.string().describe('The kind of block, as --block takes it.'),
    blocks: z.array(size).readonly().describe('Blocks in each of the four stages.'),
    numClasses: size.describe('Outputs of the classifier.'),
    reduction: size
      .nullable()
      .describe('What channels are divided by inside an SE block; null without SE blocks.'),
  })
  .describe('What was built, and the flags that make it again.');

export const input = z.object({
  shape,
  dtype: z.literal('float32'),
});

export const totals = z
  .object({
    params: count.describe('Elements of the parameters, each parameter once.'),
    trainableParams: count.describe('Of params, those that are not frozen.'),
    nonTrainableParams: count.describe('Of params, those that are frozen.'),
    multAdds: count.describe(
      'Multiply-accumulates as torchinfo counts them, for the whole batch: those of convolutions, ' +
        "linear layers and BatchNorm, biases included, activations' not.",
    ),
    flops: count.describe(
      'Floating-point operations of convolutions and linear layers alone, for the whole batch: 2 x ' +
        'their multiply-accumulates, which are one for each element of the weight at each position ' +
        'of the output. Biases, BatchNorm, activations and pooling are not counted.',
    ),
    inputBytes: count.describe('Bytes of the input.'),
    forwardBackwardBytes: count.describe(
      'Bytes of the outputs of layers with parameters, twice: once more for their gradients.',
    ),
    paramBytes: count.describe('Bytes of the parameters.'),
    totalBytes: count.describe('inputBytes + forwardBackwardBytes + paramBytes.'),
  })
  .describe('What the lines below the table say, and flops.');

/** What is said of one call of a module, wherever one is told of. */
export const layerFields = {
  path: z.string().describe('The state-dict prefix; "" for the model itself.'),
  type: z.string().describe('The class name.'),
  inputShape: shape.nullable().describe('Null where the module was not called itself.'),
  outputShape: shape.nullable().describe('Null where the module was not called itself.'),
  kernelSize: z.union([size, z.array(size).readonly()]).nullable(),
  groups: size.nullable(),
  params: count.describe('Elements of the parameters at or under the module.'),
  trainableParams: count,
  multAdds: count.describe('Of the call, or of the leaves below it where the module has any.'),
};

export const layer = z.object(layerFields).describe('One call of a module.');

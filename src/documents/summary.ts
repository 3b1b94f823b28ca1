import { z } from 'zod';
import { count, head, input, layerFields, model, size, totals } from './parts.js';

export const engine = z
  .object({
    name: z.string(),
    threads: size.optional(),
    forwardMs: z
      .number()
      .min(0)
      .optional()
      .describe('Milliseconds from the first operation to the last.'),
    predictedResidentBytes: count
      .optional()
      .describe(
        'The most memory that the process was expected to have resident, the engine included.',
      ),
    peakResidentBytes: count
      .optional()
      .describe(
        'The most memory that the process had resident, from its start to the end of the pass.',
      ),
  })
  .describe('What ran the forward pass; the meta engine has neither threads nor a time.');

export const summary = z
  .object({
    ...head('summary'),
    model,
    input: input.describe('The first input.'),
    inputs: z.array(input).readonly().optional().describe('All inputs, if there are several.'),
    engine,
    totals,
    layers: z
      .array(
        z.object({
          ...layerFields,
          varName: z.string().describe('The name of the field that holds the module.'),
          depth: count.describe('Levels below the model, which is at 0.'),
          depthIndex: size
            .nullable()
            .describe('Its place among the layers of the same depth, from 1.'),
          isLeaf: z.boolean().describe('Whether it has no modules below it.'),
          isRecursive: z
            .boolean()
            .describe('Whether an earlier layer is the same module, whose parameters count there.'),
        }),
      )
      .readonly()
      .describe('In call order, the model first.'),
  })
  .describe('What `se-resnet summary --json` prints. Sizes are bytes.');

/** What ran the forward pass; the meta engine has neither threads nor a time. */
export type EngineDescription = z.infer<typeof engine>;

/** The document that `se-resnet summary --json` prints. Sizes are bytes. */
export type SummaryDocument = z.infer<typeof summary>;

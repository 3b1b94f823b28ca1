import { z } from 'zod';
import { head, input, layer, model, totals } from './parts.js';

const ratio = z.number().nullable().describe('Null if it would be a division by 0.');

export const compare = z
  .object({
    ...head('comparison'),
    models: z
      .array(
        z.object({
          name: z.string().describe('As it was given: a named model, or a file.'),
          model,
          input,
        }),
      )
      .readonly(),
    totals: z
      .array(
        z.object({
          metric: totals.keyof(),
          values: z.array(z.int()).readonly().describe('One for each model.'),
          differences: z
            .array(z.int())
            .readonly()
            .describe("Each model's value less the first one's."),
          ratios: z.array(ratio).readonly().describe("Each model's value over the first one's."),
        }),
      )
      .readonly(),
    layers: z
      .array(
        z.object({
          path: z.string(),
          differs: z
            .boolean()
            .describe(
              'Whether the models differ in it. A container whose counts follow from layers below ' +
                'it that differ does not count.',
            ),
          reordered: z
            .boolean()
            .describe(
              'Whether a model calls it in another order than the first one: the fewest layers ' +
                'that can move for the others to be in the same order.',
            ),
          versions: z
            .array(layer.nullable())
            .readonly()
            .describe('One for each model; null if it has no such layer.'),
        }),
      )
      .readonly()
      .describe('The layers that differ, or are in another order; with --layers all every one.'),
  })
  .describe('What `se-resnet compare --json` prints.');

/** Several models side by side. */
export type CompareDocument = z.infer<typeof compare>;

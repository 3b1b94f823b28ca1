import { z } from 'zod';
import { TOTALS } from '../summary/totals.js';
import { mapTable } from '../text/keys.js';
import { type DocumentKind, SCHEMA_VERSION } from './constants.js';

/** Parts that several documents share. What `describe` says is in the JSON Schemas too. */

/** A whole number of things, from 0. */
export const count = z.int().min(0);

/** A size, from 1. */
export const size = z.int().min(1);

export const shape = z
  .array(count)
  .readonly()
  .describe('The size along each axis; NCHW for images.');

/** What every document begins with. */
export function head<Kind extends DocumentKind>(
  kind: Kind,
): { schemaVersion: z.ZodLiteral<typeof SCHEMA_VERSION>; kind: z.ZodLiteral<Kind> } {
  return {
    schemaVersion: z.literal(SCHEMA_VERSION),
    kind: z.literal(kind).describe('What kind of document it is.'),
  };
}

export const optionValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.number()).readonly(),
]);

export const model = z
  .object({
    name: z
      .string()
      .nullable()
      .describe('As `se-resnet list` prints it; null if it has no name there.'),
    type: z.string().describe("The model's class name."),
    arch: z
      .string()
      .nullable()
      .describe(
        "The architecture: the article's as --arch takes it, or a zoo's class such as timm/ResNet; null " +
          'for a model that comes from elsewhere.',
      ),
    options: z
      .record(z.string(), optionValue)
      .readonly()
      .describe(
        "All of the architecture's options, as a configuration has them, those at their defaults " +
          'too; null for one that does not apply.',
      ),
    source: z
      .object({
        kind: z
          .enum(['registry', 'file', 'library'])
          .describe('Whether se-resnet knows it, or it came from a file or a program.'),
        path: z.string().optional().describe('The file, if it came from one.'),
      })
      .describe('Where it came from.'),
  })
  .describe('What was built.');

export const input = z.object({
  shape,
  dtype: z.literal('float32'),
});

export const totals = z
  .object(mapTable(TOTALS, (key) => count.describe(TOTALS[key].words)))
  .describe('What the lines below the table say, and flops.');

/** What every document says of a call of a module. */
export const layerFields = {
  path: z.string().describe('The state-dict prefix; "" for the model itself.'),
  type: z.string().describe('The class name.'),
  inputShape: shape.nullable().describe('Null if the module was not called itself.'),
  outputShape: shape.nullable().describe('Null if the module was not called itself.'),
  kernelSize: z.union([size, z.array(size).readonly()]).nullable(),
  groups: size.nullable(),
  params: count.describe('Elements of the parameters at or under the module.'),
  trainableParams: count,
  multAdds: count.describe('Of the call, or of the leaves below it if the module has any.'),
};

export const layer = z.object(layerFields).describe('One call of a module.');

/** What documents say of a call of a module. */
export type LayerFacts = z.infer<typeof layer>;

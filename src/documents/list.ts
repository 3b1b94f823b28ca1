import { z } from 'zod';
import { head, model, shape, totals } from './parts.js';

export const list = z
  .object({
    ...head('list'),
    models: z
      .array(
        z.object({
          ...model.shape,
          name: z.string().describe('The name that commands know it by.'),
          inputShape: shape,
          ...totals.pick({ params: true, multAdds: true, flops: true }).shape,
        }),
      )
      .readonly(),
  })
  .describe('What `se-resnet list --json` prints: the models that have a name.');

/** The named models. */
export type ListDocument = z.infer<typeof list>;

import { z } from 'zod';

export const engines = z
  .array(
    z.object({
      name: z.string().describe('The name that `--engine` takes.'),
      ready: z.boolean(),
      version: z
        .string()
        .nullable()
        .describe(
          'Of the package it runs from; null where it is not ready, or there is no package.',
        ),
      path: z.string().nullable().describe("The package's folder; null where version is."),
      threads: z
        .int()
        .positive()
        .nullable()
        .describe('The threads it would run on; null where it is not ready, or computes nothing.'),
      reason: z.string().nullable().describe('Why it is not ready.'),
      remedy: z.string().nullable().describe('The command that gets it.'),
    }),
  )
  .readonly()
  .describe(
    'What `se-resnet engines --json` prints: what is known of each engine without loading it.',
  );

/** The engines, and what is missing where one is not ready. */
export type EnginesDocument = z.infer<typeof engines>;

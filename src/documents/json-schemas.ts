import { z } from 'zod';
import { baseline } from './baseline.js';
import { check } from './check.js';
import { compare } from './compare.js';
import { configDefinition } from './config.js';
import { engines } from './engines.js';
import { list } from './list.js';
import { summary } from './summary.js';

/** The documents that have a JSON Schema: a new one is one file and one line here. */
const DOCUMENTS: Readonly<Record<string, () => z.ZodType>> = {
  summary: () => summary,
  baseline: () => baseline,
  config: configDefinition,
  check: () => check,
  compare: () => compare,
  list: () => list,
  engines: () => engines,
};

/** The JSON Schemas (draft 2020-12), by the names of their files. */
export function jsonSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(DOCUMENTS).map(([name, define]) => {
      const definition = define();
      const titled = definition.meta({ ...definition.meta(), title: `se-resnet ${name}` });
      return [
        `${name}.json`,
        z.toJSONSchema(titled, {
          override: ({ jsonSchema }) => {
            mend(jsonSchema);
          },
        }),
      ];
    }),
  );
}

function mend(schema: z.core.JSONSchema.BaseSchema): void {
  // That an array is readonly is a matter of TypeScript.
  delete schema.readOnly;
  // Without this the draft lets an array be shorter or longer than the items it lists.
  if (schema.prefixItems !== undefined) {
    schema.minItems = schema.prefixItems.length;
    schema.items = false;
  }
}

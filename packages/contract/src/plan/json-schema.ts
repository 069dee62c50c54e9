import { z } from 'zod';
import { planSchema } from './schema/plan.ts';

/** The JSON Schema that editors complete plan files with; published as `campaigns/plan.schema.json`. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(planSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type !== 'optional' || jsonSchema.description !== undefined) return;
      // The description of an optional transformed value gets lost on the way out.
      const inner = z.globalRegistry.get((def as unknown as { innerType: z.core.$ZodType }).innerType);
      if (inner?.description === undefined) return;
      jsonSchema.description = inner.description;
      if (jsonSchema.$ref === undefined) return;
      // Draft 7 does not look beside a $ref.
      jsonSchema.allOf = [{ $ref: jsonSchema.$ref }];
      delete jsonSchema.$ref;
    },
  });
  return {
    $schema,
    $id: 'https://dacu.dev/plan.schema.json',
    title: 'Dacu plan · 大促方案',
    ...schema,
  };
}

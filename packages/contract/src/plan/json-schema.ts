import { z } from 'zod';
import { planSchema } from './schema/plan.ts';

/** The JSON Schema that editors complete plan files with; published as `campaigns/plan.schema.json`. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(planSchema, {
    io: 'input',
    target: 'draft-7',
  });
  return {
    $schema,
    $id: 'https://dacu.dev/plan.schema.json',
    title: 'Dacu plan · 大促方案',
    ...schema,
  };
}

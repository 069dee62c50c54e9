import type { z } from 'zod';
import * as answers from '../api/index.ts';
import type { AnswerCheck } from './http.ts';

/**
 * Parses every answer with its schema and says loudly where they part. Loaded in development only: the schemas would
 * cost each shopper 20 kB for mistakes that belong on a developer's screen.
 */
export const checkAnswer: AnswerCheck = (answer, body) => {
  const schema = (answers as Readonly<Record<string, unknown>>)[answer] as z.ZodType | undefined;
  if (!schema) return;
  const result = schema.safeParse(body);
  if (!result.success) {
    console.error(`The answer is no ${answer}`, result.error.issues.slice(0, 10), body);
  }
};

import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { VARIABLES, type VariableName } from './variables.ts';

export type Env = Readonly<Partial<Record<VariableName, string>>>;

/**
 * Reads our variables, from a `.env` file if there is one and from the environment, which wins. It only reads: an
 * empty value counts as unset, and what the values mean is decided in `config.ts`.
 */
export function readEnv(
  environment: Readonly<Record<string, string | undefined>>,
  envFile: string | null,
): Env {
  const fromFile = envFile === null ? {} : parsedFile(envFile);
  const env: Partial<Record<VariableName, string>> = {};
  for (const { name } of VARIABLES) {
    const value = (environment[name] ?? fromFile[name])?.trim();
    if (value) env[name] = value;
  }
  return env;
}

function parsedFile(path: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

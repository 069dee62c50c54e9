/** What can be asked for alone with `--only`: `dacu` is ours on the hot item, `warm` on a hundred; `budget` is several nodes too. */
export const PARTS = [
  'echo',
  'dacu',
  'warm',
  'one-transaction',
  'redis',
  'sold-out',
  'slow-disk',
  'projections',
  'nodes',
  'budget',
] as const;
export type Part = (typeof PARTS)[number];

export type Options = {
  readonly json: boolean;
  readonly quick: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmSeconds: number;
  /** More than can order in the time: nobody may come twice. */
  readonly shoppers: number;
  wants(...parts: readonly Part[]): boolean;
  /** How many at once: those usual for a part, fewer places where it has to be quick, or what was asked for. */
  connections(usual: readonly number[], quickly: readonly number[]): readonly number[];
};

/** Throws where a part is not known. */
export function readOptions(argv: readonly string[]): Options {
  const given = (name: string) => argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];
  const number = (name: string, otherwise: number) => Number(given(name) ?? otherwise);
  const only = given('only')?.split(',');
  for (const part of only ?? [])
    if (!PARTS.includes(part as Part)) throw new Error(`--only knows ${PARTS.join(', ')}, not ${part}`);
  const quick = argv.includes('--quick');
  const hurried = quick || only !== undefined;
  const seconds = number('seconds', hurried ? 4 : 5);
  // The script in Redis takes the most.
  const perSecondMax = only === undefined || only.includes('redis') ? 40_000 : 16_000;
  const asked = given('connections')?.split(',').map(Number);
  return {
    ...{ json: argv.includes('--json'), quick, seconds },
    rounds: number('rounds', hurried ? 1 : 3),
    warmSeconds: only ? 5 : 10,
    shoppers: number('shoppers', Math.max(5, seconds) * perSecondMax),
    wants: (...parts) => only === undefined || parts.some((part) => only.includes(part)),
    connections: (usual, quickly) => asked ?? (quick ? quickly : usual),
  };
}

/**
 * A life: the states something can be in and every step that may be taken between them, as data. A step that is not
 * in the table is refused, whoever asks for it; nothing else decides what may follow what.
 */

/** Who takes a step: `clock` is a deadline that passed, `system` is us because of another step. */
export const ACTORS = ['shopper', 'operator', 'clerk', 'provider', 'carrier', 'clock', 'system'] as const;
export type Actor = (typeof ACTORS)[number];

export type Step<State extends string, Event extends string> = {
  readonly from: State;
  readonly on: Event;
  readonly to: State;
  readonly by: readonly Actor[];
};

export type Life<State extends string, Event extends string> = {
  readonly name: string;
  readonly first: readonly State[];
  /** States that nothing leaves. */
  readonly last: readonly State[];
  readonly steps: readonly Step<State, Event>[];
};

export type Stepped<State extends string, Event extends string> =
  | { readonly kind: 'stepped'; readonly to: State }
  | {
      readonly kind: 'refused';
      readonly reason: 'illegalTransition';
      readonly from: State;
      readonly on: Event;
      /** What this actor could do from there. */
      readonly allowed: readonly Event[];
    };

/** Where `on` leads from `from` when `by` does it, or a refusal that names what would be allowed. */
export function step<State extends string, Event extends string>(
  life: Life<State, Event>,
  { from, on, by }: { readonly from: State; readonly on: Event; readonly by: Actor },
): Stepped<State, Event> {
  const mine = life.steps.filter((known) => known.from === from && known.by.includes(by));
  const found = mine.find((known) => known.on === on);
  if (found !== undefined) return { kind: 'stepped', to: found.to };
  return { kind: 'refused', reason: 'illegalTransition', from, on, allowed: mine.map((known) => known.on) };
}

/** The same where the caller has established that the step is legal: anything else is a bug and throws. */
export function mustStep<State extends string, Event extends string>(
  life: Life<State, Event>,
  asked: { readonly from: State; readonly on: Event; readonly by: Actor },
): State {
  const stepped = step(life, asked);
  if (stepped.kind === 'refused')
    throw new Error(`${life.name}: ${asked.by} cannot ${asked.on} from ${asked.from}`);
  return stepped.to;
}

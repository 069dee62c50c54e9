/** The two languages of everything that a command prints. */
export type Lang = 'zh' | 'en';
export type Words = Readonly<Record<Lang, string>>;

/** Where a command reads and writes; handed in so that a test can stand in. */
export type Io = {
  readonly lang: Lang;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  out(text: string): void;
  err(text: string): void;
};

/** One command of `dacu`. A file in `commands/` exports one, and `main.ts` lists it. */
export type Command = {
  readonly usage: string;
  readonly summary: Words;
  /** More lines for `dacu COMMAND --help`. */
  readonly help?: Words;
  /** Answers the exit code: 0 well, 1 the answer is no, 2 asked the wrong way. Throw `UsageError` for 2. */
  run(args: readonly string[], io: Io): Promise<number>;
};

export class UsageError extends Error {
  readonly words: Words;

  constructor(words: Words) {
    super(words.en);
    this.words = words;
  }
}

export const EXIT = { well: 0, no: 1, usage: 2 } as const;

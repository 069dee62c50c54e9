import { parseArgs } from 'node:util';
import type { ReviewDocument } from '@dacu/contract/api';
import { type Command, EXIT, type Io, UsageError } from '../command.ts';
import { runServerProgram } from '../server-program.ts';

type Listed = {
  readonly reviewId: string;
  readonly createdAtWall: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly rehearsal: { readonly seed: number; readonly visits: number; readonly hash: string } | null;
  readonly auditPassed: boolean;
};
type Line =
  | { readonly kind: 'review'; readonly review: ReviewDocument; readonly markdown: string }
  | { readonly kind: 'reviews'; readonly reviews: readonly Listed[] }
  | { readonly kind: 'refused'; readonly reason: string; readonly words?: string };

/** `dacu review`: reviews of rehearsals on this machine. The one of the running sale is in the console. */
export const review: Command = {
  usage: 'dacu review [ID] [--format md|json] [--list]',
  summary: {
    zh: '打印彩排的复盘；不写编号则为最近一次，--list 列出全部',
    en: 'Prints the review of a rehearsal; the newest without an id, --list lists them',
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'md' },
        list: { type: 'boolean', default: false },
      },
    });
    if (values.format !== 'md' && values.format !== 'json') {
      throw new UsageError({
        zh: `--format 是 ${values.format}；应为 md 或 json`,
        en: `--format is ${values.format}; it must be md or json`,
      });
    }
    if (positionals.length > 1) throw new UsageError({ zh: '只写一个编号', en: 'Name one review' });
    const [id] = positionals;
    const asked = values.list
      ? ['list']
      : ['show', '--lang', io.lang, ...(id === undefined ? [] : ['--id', id])];
    let answer: Line | null = null;
    const { errors } = await runServerProgram('rehearsal-main.ts', asked, (line) => {
      answer = line as Line;
    });
    return print(answer, { id, format: values.format, errors }, io);
  },
};

function print(
  answer: Line | null,
  asked: { id: string | undefined; format: 'md' | 'json'; errors: string },
  io: Io,
): number {
  if (answer?.kind === 'review') {
    io.out(asked.format === 'json' ? JSON.stringify(answer.review, null, 2) : answer.markdown);
    return EXIT.well;
  }
  if (answer?.kind === 'reviews') {
    for (const row of answer.reviews) {
      const run =
        row.rehearsal === null
          ? ''
          : `seed ${row.rehearsal.seed} · ${row.rehearsal.visits} · ${row.rehearsal.hash.slice(0, 12)}`;
      io.out(`${row.reviewId}  ${row.title[io.lang]}  ${run}  ${row.auditPassed ? '✓' : '✗'}`);
    }
    if (answer.reviews.length === 0) io.out(noReviews(io));
    return EXIT.well;
  }
  if (answer?.kind === 'refused' && answer.reason === 'noSuchReview') {
    io.err(
      io.lang === 'zh'
        ? `dacu：没有复盘 ${asked.id}；dacu review --list 列出全部`
        : `dacu: there is no review ${asked.id}; dacu review --list names them`,
    );
  } else if (answer?.kind === 'refused' && answer.reason === 'noReviews') io.err(`dacu: ${noReviews(io)}`);
  else io.err(answer?.kind === 'refused' && answer.words !== undefined ? answer.words : asked.errors.trim());
  return EXIT.no;
}

function noReviews(io: Io): string {
  return io.lang === 'zh'
    ? '还没有复盘；先运行 dacu rehearse FILE'
    : 'There is no review yet; run dacu rehearse FILE first';
}

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, EXIT, UsageError } from '../command.ts';
import { runServerProgram } from '../server-program.ts';

type Line =
  | { readonly kind: 'progress'; readonly purchases: number; readonly of: number }
  | { readonly kind: 'exported'; readonly campaignId: string; readonly purchases: number }
  | {
      readonly kind: 'refused';
      readonly reason: 'noData' | 'noSuchCampaign' | 'place';
      readonly campaigns?: readonly string[];
      readonly words?: string;
    };

/** `dacu export-orders`: the paid orders of a campaign of this place as a file for `dacu replay`. */
export const exportOrders: Command = {
  usage: 'dacu export-orders --out FILE [--campaign ID]',
  summary: {
    zh: '把本地数据库里一场活动的已付订单写成文件，供 dacu replay 重放；不含个人信息',
    en: 'Writes the paid orders of a campaign in the database of this place to a file for dacu replay; no personal data',
  },
  help: {
    zh: 'JSON Lines，文件名以 .gz 结尾则压缩。大促在不在运行都可以，只读不写。退出码：0 已写出，1 没有数据或没有这场活动，2 用法不对。',
    en: 'JSON Lines, packed where the name ends in .gz. Works while Dacu runs and while it rests; reads only. Exit code: 0 written, 1 no data or no such campaign, 2 wrong usage.',
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' }, campaign: { type: 'string' } },
    });
    if (values.out === undefined || positionals.length > 0)
      throw new UsageError({ zh: '写出文件名（--out）', en: 'Name a file (--out)' });
    const campaign = values.campaign === undefined ? [] : ['--campaign', values.campaign];
    const asked = ['export', '--out', resolve(io.cwd, values.out), ...campaign];
    let answer: Line | null = null;
    const { errors } = await runServerProgram('replay-main.ts', asked, (line) => {
      answer = line as Line;
    });
    return tell(answer, errors, values.out, io);
  },
};

function tell(answer: Line | null, errors: string, file: string, io: Parameters<Command['run']>[1]): number {
  const zh = io.lang === 'zh';
  if (answer?.kind === 'exported') {
    const { campaignId, purchases } = answer;
    io.out(
      zh
        ? `已写出 ${purchases} 单（${campaignId}）：${file}`
        : `${purchases} orders of ${campaignId} written: ${file}`,
    );
    return EXIT.well;
  }
  if (answer?.kind === 'refused' && answer.reason === 'noSuchCampaign') {
    const known = (answer.campaigns ?? []).join(', ');
    io.err(zh ? `dacu: 没有这场活动；有：${known}` : `dacu: there is no such campaign; there are: ${known}`);
  } else if (answer?.kind === 'refused' && answer.reason === 'noData')
    io.err(zh ? 'dacu: 这里还没有数据' : 'dacu: there is no data here yet');
  else {
    const words = answer?.kind === 'refused' ? answer.words : errors.trim().split('\n').slice(-12).join('\n');
    io.err(zh ? `dacu：没有写完。\n${words}` : `dacu: it did not finish.\n${words}`);
  }
  return EXIT.no;
}

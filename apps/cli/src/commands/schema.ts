import { planJsonSchema } from '@dacu/contract/plan';
import { type Command, EXIT } from '../command.ts';

/** `dacu schema` prints what editors complete plan files with; `campaigns/plan.schema.json` is its output. */
export const schema: Command = {
  usage: 'dacu schema > campaigns/plan.schema.json',
  summary: {
    zh: '输出方案文件的 JSON Schema，供编辑器补全与校验',
    en: 'Prints the JSON Schema of plan files, for editors to complete and check',
  },
  async run(_args, io) {
    io.out(JSON.stringify(planJsonSchema(), null, 1));
    return EXIT.well;
  },
};

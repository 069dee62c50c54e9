import type { LineCounter, YAMLError } from 'yaml';
import type { Finding } from './findings.ts';

type Said = { readonly zh: string; readonly en: string; readonly allowed: string };

/** What the YAML reader objects to, in both languages, and how it is written instead. */
const SYNTAX: Readonly<Record<string, Said>> = {
  TAB_AS_INDENT: { zh: '缩进不能用制表符', en: 'Indent with spaces, not with a tab', allowed: '␠␠' },
  BAD_INDENT: {
    zh: '缩进不对，或括号没有写完',
    en: 'The indentation is wrong, or a bracket is not closed',
    allowed: '␠␠key: value · { … } · [ … ]',
  },
  MISSING_CHAR: {
    zh: '缺少符号：引号、括号、逗号或冒号后的空格',
    en: 'A character is missing: a quote, a bracket, a comma, or the space after a colon',
    allowed: '" · } · ] · , · key: value',
  },
  UNEXPECTED_TOKEN: {
    zh: '这里不该有这个符号',
    en: 'This does not belong here',
    allowed: 'key: value · - item',
  },
  BAD_SCALAR_START: {
    zh: '文字以这个符号开头时要加引号',
    en: 'Text that begins with this character needs quotes',
    allowed: '"…"',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    zh: '一行里写了两层“键: 值”；缩进不对，或文字需要加引号',
    en: 'Two “key: value” on one line: the indentation is wrong, or the text needs quotes',
    allowed: 'key: value · key: "a: b"',
  },
  MULTILINE_IMPLICIT_KEY: {
    zh: '键要写在一行里，后面跟冒号',
    en: 'A key stands on one line and is followed by a colon',
    allowed: 'key: value',
  },
  BLOCK_IN_FLOW: {
    zh: '括号里不能写按缩进分层的内容',
    en: 'Inside brackets nothing is laid out by indentation',
    allowed: '{ key: value } · [item, item]',
  },
  BAD_DQ_ESCAPE: {
    zh: '双引号里的反斜杠写法不对',
    en: 'This is no escape of a double-quoted text',
    allowed: "\\\\ · \\n · '…'",
  },
  BAD_ALIAS: { zh: '别名写法不对', en: 'Not a name of an alias', allowed: '*name' },
  MULTIPLE_DOCS: { zh: '一个文件只能写一个方案', en: 'A file holds one plan', allowed: '1×' },
  DUPLICATE_KEY: { zh: '同一层里写了两次', en: 'This key is given twice', allowed: '1×' },
};

/** One finding for each place the YAML reader objects to: what follows at the same place is the echo of the first. */
export function syntaxFindings(problems: readonly YAMLError[], lines: LineCounter, text: string): Finding[] {
  const seen = new Set<number>();
  return problems.flatMap((problem): Finding[] => {
    const offset = problem.pos[0];
    if (seen.has(offset)) return [];
    seen.add(offset);
    const { line, col } = lines.linePos(offset);
    const said = SYNTAX[problem.code];
    const duplicate = problem.code === 'DUPLICATE_KEY';
    return [
      {
        severity: 'error',
        code: duplicate ? 'duplicateKey' : 'syntax',
        path: '',
        line: Math.max(line, 1),
        column: Math.max(col, 1),
        found: foundAt(text, offset, duplicate),
        allowed: said?.allowed ?? 'key: value · - item',
        message: said
          ? {
              zh: duplicate ? said.zh : `YAML 语法错误：${said.zh}`,
              en: duplicate ? said.en : `YAML syntax: ${said.en}`,
            }
          : { zh: 'YAML 语法错误', en: `YAML syntax: ${problem.message}` },
        suggestion: null,
      },
    ];
  });
}

function foundAt(text: string, offset: number, wordOnly: boolean): string {
  if (offset >= text.trimEnd().length) return 'EOF';
  if (text[offset] === '\t') return '⇥';
  const rest = text.slice(offset, offset + 60).split('\n', 1)[0]!;
  return wordOnly ? /^[^\s:]*/.exec(rest)![0] : rest.trimEnd();
}

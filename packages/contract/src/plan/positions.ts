import type { Path } from '@dacu/engine/plan';
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';

/** Where a path of the plan stands in its file. */
export type Place = { readonly line: number; readonly column: number; readonly source: string };

export type Locate = {
  /** The value at `path`; where it is missing, the nearest mapping that should hold it. */
  value(path: Path): Place;
  /** The key of the last step of `path`. */
  key(path: Path): Place;
};

export function locator(document: Document.Parsed, lines: LineCounter, text: string): Locate {
  const place = (offset: number, end: number): Place => {
    const { line, col } = lines.linePos(offset);
    const source = text.slice(offset, end).split('\n', 1)[0]!.trimEnd();
    return { line: Math.max(line, 1), column: Math.max(col, 1), source };
  };
  const ofNode = (node: Node | null) =>
    node?.range ? place(node.range[0], node.range[1]) : { line: 1, column: 1, source: '' };

  /** Follows the path as far as it goes; answers the last node and the pair that led to it. */
  const follow = (path: Path): { node: Node | null; pair: Pair | null; reached: boolean } => {
    let node: Node | null = document.contents as Node | null;
    let pair: Pair | null = null;
    for (const step of path) {
      const holder: unknown = isAlias(node) ? node.resolve(document) : node;
      if (isMap(holder)) {
        const next = holder.items.find(
          (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
        );
        if (!next) return { node, pair, reached: false };
        pair = next;
        node = (next.value as Node | null) ?? (next.key as Node);
      } else if (isSeq(holder) && typeof step === 'number' && holder.items[step]) {
        pair = null;
        node = holder.items[step] as Node;
      } else return { node, pair, reached: false };
    }
    return { node, pair, reached: true };
  };

  return {
    value: (path) => ofNode(follow(path).node),
    key: (path) => {
      const { node, pair, reached } = follow(path);
      return reached && pair ? ofNode(pair.key as Node) : ofNode(node);
    },
  };
}

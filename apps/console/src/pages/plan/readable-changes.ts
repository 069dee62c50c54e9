import type { EditionCompare } from '@dacu/contract/client';
import type { Lang } from '@dacu/ui';
import { isRecord, isWords, labelOf, type Path, readPlanTree, type Words } from './plan-tree.ts';

type Change = EditionCompare['changes'][number];

export type ReadableChange = {
  readonly key: string;
  readonly kind: Change['kind'];
  /** Which field of the item; empty when all of it came or went. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Of a date: how far it moved, in ms. */
  readonly shiftMs: number | null;
};
export type ReadableItem = {
  readonly key: string;
  readonly title: Words | null;
  readonly changes: ReadableChange[];
};
export type ReadableGroup = {
  readonly subject: string;
  readonly label: string;
  readonly items: ReadableItem[];
};

/** Differences of two editions by meaning: subject, then the item that people know by name, then what of it changed. */
export function readableChanges(compare: EditionCompare, lang: Lang): ReadableGroup[] {
  const trees = [readPlanTree(compare.to.yaml).root, readPlanTree(compare.from.yaml).root];
  const year = yearOf(trees[0]);
  const groups = new Map<string, Map<string, { title: Words | null; changes: ReadableChange[] }>>();
  for (const change of compare.changes) {
    const place = placeOf(change.path, trees);
    const subject = String(place.path[0] ?? change.path);
    const items = groups.get(subject) ?? new Map();
    groups.set(subject, items);
    const item = items.get(place.itemKey) ?? { title: place.itemTitle, changes: [] };
    items.set(place.itemKey, item);
    item.changes.push({
      key: change.path,
      kind: change.kind,
      field: fieldOf(place, lang),
      before: change.before,
      after: change.after,
      shiftMs: shiftOf(change, year),
    });
  }
  return [...groups].map(([subject, items]) => ({
    subject,
    label: labelOf([subject], lang).label,
    items: [...items].map(([key, item]) => ({ key, ...item })),
  }));
}

type Placed = {
  /** With list places as numbers, as the schema is read. */
  readonly path: Path;
  readonly itemKey: string;
  readonly itemTitle: Words | null;
  /** Length of the part that names the item. */
  readonly itemAt: number;
  readonly order: boolean;
};

/** Follows a path of the comparison (`promotions.cross-store.tiers[0].off`) through the trees that have it. */
function placeOf(text: string, trees: readonly unknown[]): Placed {
  const order = text.endsWith(' (order)');
  const steps = (order ? text.slice(0, -' (order)'.length) : text)
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '');
  const path: (string | number)[] = [];
  let nodes: unknown[] = [...trees];
  let itemTitle: Words | null = null;
  let itemAt = 1;
  for (const step of steps) {
    const inList = nodes.some(Array.isArray);
    if (inList) {
      const found = nodes.map((node) => (Array.isArray(node) ? elementOf(node, step) : undefined));
      path.push(Math.max(0, indexIn(nodes, step)));
      nodes = found;
    } else {
      path.push(step);
      nodes = nodes.map((node) => (isRecord(node) ? node[step] : undefined));
    }
    const named = nodes.find((node) => isRecord(node) && isWords(node.title));
    if (inList && named) {
      itemTitle = (named as { title: Words }).title;
      itemAt = path.length;
    }
  }
  const itemKey = itemTitle === null ? (steps[1] ?? '') : steps.slice(0, itemAt).join('.');
  return { path, itemKey, itemTitle, itemAt: itemTitle === null ? 1 : itemAt, order };
}

function elementOf(list: readonly unknown[], step: string): unknown {
  return list.find((entry) => isRecord(entry) && entry.id === step) ?? list[Number(step)];
}

function indexIn(nodes: readonly unknown[], step: string): number {
  for (const node of nodes) {
    if (!Array.isArray(node)) continue;
    const index = node.findIndex((entry) => isRecord(entry) && entry.id === step);
    if (index >= 0) return index;
  }
  return Number(step) || 0;
}

/** `满减阶梯 2 · 门槛`: every key below the item by its label, list places counted from one. */
function fieldOf({ path, itemAt, order }: Placed, lang: Lang): string {
  const parts: string[] = [];
  for (let end = itemAt + 1; end <= path.length; end++) {
    const step = path[end - 1];
    if (typeof step === 'number') parts.push(String(step + 1));
    else if (step === 'zh') parts.push('中文');
    else if (step === 'en') parts.push('English');
    else parts.push(labelOf(path.slice(0, end), lang).label);
  }
  const words = parts.join(' › ');
  return order ? `${words} ↕` : words;
}

const DATE = /^(\d{4}-)?\d{2}-\d{2}(?: \d{2}:\d{2})?$/;

function shiftOf({ before, after }: Change, year: number): number | null {
  if (before === null || after === null || !DATE.test(before) || !DATE.test(after)) return null;
  const [one, other] = [before, after].map((text) => {
    const dated = /^\d{4}/.test(text) ? text : `${year}-${text}`;
    return Date.parse(`${dated.slice(0, 10)}T${dated.slice(11) || '00:00'}:00Z`);
  }) as [number, number];
  return other - one;
}

function yearOf(root: unknown): number {
  const campaign = isRecord(root) && isRecord(root.campaign) ? root.campaign : {};
  return Number(campaign.year) || 2000;
}

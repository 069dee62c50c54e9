import { planJsonSchema, type Source, sourceOf } from '@dacu/contract/plan';
import type { Lang } from '@dacu/ui';
import { parse } from 'yaml';

/** A plan file as written: values in their notation (`¥600万`, `3 months`), not as they are computed with. */
export type PlanTree = {
  readonly root: Readonly<Record<string, unknown>>;
  source(path: Path): Source;
  /** The title of what an id refers to, where a key holds references. */
  titleOf(key: string, id: string): Words | null;
};
export type Path = readonly (string | number)[];
export type Words = { readonly zh: string; readonly en: string };

type Schema = {
  readonly description?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
};

let schema: Schema | null = null;
let last: { yaml: string; tree: PlanTree } | null = null;

/** Reads a published plan once; it has been checked, so it parses. */
export function readPlanTree(yaml: string): PlanTree {
  if (last?.yaml === yaml) return last.tree;
  const root = parse(yaml) as Record<string, unknown>;
  const registers = collectRegisters(root);
  const tree: PlanTree = {
    root,
    source: (path) => sourceOf(root, [...path]),
    titleOf: (key, id) => registers.get(REGISTER_OF[key] ?? '')?.get(id) ?? null,
  };
  last = { yaml, tree };
  return tree;
}

/** What a key is called on screen: the schema's Chinese words, or the key itself read as English; and what it means. */
export function labelOf(path: Path, lang: Lang): { readonly label: string; readonly meaning: string } {
  schema ??= planJsonSchema() as Schema;
  const described = descriptionAt(schema, schema, path) ?? '';
  const [zh = '', en = ''] = described.split(' · ');
  const key = String(path.findLast((step) => typeof step === 'string') ?? '');
  return { label: lang === 'zh' && zh !== '' ? zh : readable(key), meaning: lang === 'zh' ? zh : en };
}

function descriptionAt(root: Schema, from: Schema, path: Path): string | undefined {
  let nodes: Schema[] = [from];
  for (const step of path) {
    nodes = nodes
      .flatMap((node) => unfolded(root, node))
      .flatMap((node) => {
        const next = typeof step === 'number' ? node.items : node.properties?.[step];
        return next ? [next] : [];
      });
  }
  for (const node of nodes) {
    const words = node.description ?? node.allOf?.find((part) => part.description)?.description;
    if (words) return words;
  }
  return undefined;
}

/** A node and everything it stands for: its reference, its alternatives. */
function unfolded(root: Schema, node: Schema): Schema[] {
  const name = node.$ref?.split('/').at(-1);
  const target = name ? root.definitions?.[name] : undefined;
  const parts = [
    ...(node.allOf ?? []),
    ...(node.anyOf ?? []),
    ...(node.oneOf ?? []),
    ...(target ? [target] : []),
  ];
  return [node, ...parts.flatMap((part) => unfolded(root, part))];
}

const ACRONYMS: Readonly<Record<string, string>> = { kol: 'KOL', ugc: 'UGC', o2o: 'O2O', ar: 'AR', ai: 'AI' };

/** `lockBefore` → `Lock before` */
function readable(key: string): string {
  const known = ACRONYMS[key];
  if (known) return known;
  const words = key.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Which register the ids under a key belong to. */
const REGISTER_OF: Readonly<Record<string, string>> = {
  categories: 'assortment.categories',
  category: 'assortment.categories',
  sells: 'assortment.categories',
  choices: 'assortment.categories',
  hotCategories: 'assortment.categories',
  tags: 'assortment.tags',
  tag: 'assortment.tags',
  excludeTags: 'assortment.tags',
  seats: 'team.squads',
  vetoBy: 'team.squads',
  owner: 'team.squads',
  squad: 'team.squads',
  judgedBy: 'team.squads',
  promotion: 'promotions',
  coupon: 'promotions',
  hiddenCoupon: 'promotions',
  channel: 'channels',
  channels: 'channels',
  phase: 'calendar.phases',
  season: 'calendar.seasons',
  node: 'calendar',
  anchor: 'calendar',
  of: 'calendar',
  shops: 'shops',
  memberTiers: 'members.tiers',
  carriers: 'logistics.carriers',
  line: 'budget.lines',
  theme: 'themes',
  parent: 'themes',
  competitor: 'competitors.board',
};

function collectRegisters(root: Record<string, unknown>): Map<string, Map<string, Words>> {
  const registers = new Map<string, Map<string, Words>>();
  const read = (name: string, ...paths: string[]) => {
    const titles = new Map<string, Words>();
    for (const path of paths) {
      const list = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], root);
      if (!Array.isArray(list)) continue;
      for (const entry of list as { id?: string; title?: Words }[]) {
        if (entry.id && entry.title) titles.set(entry.id, entry.title);
      }
    }
    registers.set(name, titles);
  };
  for (const name of new Set(Object.values(REGISTER_OF))) read(name, name);
  read('calendar', 'calendar.nodes', 'calendar.phases', 'calendar.seasons');
  return registers;
}

export function isWords(value: unknown): value is Words {
  return (
    typeof value === 'object' &&
    value !== null &&
    'zh' in value &&
    'en' in value &&
    Object.keys(value).length === 2
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

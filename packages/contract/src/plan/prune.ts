import type { Path } from '@dacu/engine/plan';

/**
 * What stands in for a required value that was refused, where taking out its holder would leave no plan to check. What
 * is found about a stand-in is dropped as an echo.
 */
const STAND_INS: Readonly<Record<string, unknown>> = {
  format: 1,
  campaign: {},
  'campaign.id': 'unknown',
  'campaign.title': { zh: '—', en: '—' },
  'campaign.year': 2024,
  'campaign.zone': 'Asia/Shanghai',
  'campaign.from': '01-01',
  'campaign.until': '12-31',
  'campaign.precedence': 0,
  'campaign.pricing': { profile: 'tmall', thresholds: 'parallel', minimumFen: 0 },
  'campaign.pricing.profile': 'tmall',
  'campaign.pricing.thresholds': 'parallel',
  'campaign.pricing.minimumFen': 0,
  calendar: {},
  'calendar.phases': [
    { id: 'unknown', title: { zh: '—', en: '—' }, kind: 'daily', from: '01-01', until: '01-02' },
  ],
};

/** Words are missing or wrong: no reason to leave what they name out of the check. */
const WORDS: ReadonlySet<string> = new Set(['title', 'zh', 'en']);

function standInOf(path: Path): unknown {
  const given = STAND_INS[path.join('.')];
  if (given !== undefined) return given;
  const last = path.at(-1);
  if (last === 'title' && path.length > 2) return { zh: '—', en: '—' };
  return (last === 'zh' || last === 'en') && path.length > 1 ? '—' : undefined;
}

/**
 * Takes out of a raw plan what its schema refuses, so that the meaning of the rest can be checked in the same run: an
 * author gets all findings at once, not the next layer after mending the first.
 */
export class Pruned {
  readonly value: unknown;
  /** What was taken out, by its path in the file. */
  readonly removed: Path[] = [];
  /** Ids that stood inside what was taken out: using one is no mistake. */
  readonly removedIds = new Set<string>();
  private readonly stoodIn = new Set<string>();
  private readonly original = new WeakMap<object, number[]>();

  constructor(raw: unknown) {
    this.value = structuredClone(raw);
    this.remember(this.value);
  }

  /**
   * What has to go for the value at a path of the *pruned* plan to be gone: the value; where nothing is there, its holder.
   * Null at the root. Ask for all that a round removes before removing any, because removing moves what comes after.
   */
  target(path: Path): Path | null {
    for (let target = path; target.length > 0; target = target.slice(0, -1)) {
      const holder = this.at(target.slice(0, -1));
      if (holder === null || typeof holder !== 'object') continue;
      if (this.hasStandIn(target, holder) || target.at(-1)! in holder) return target;
    }
    return null;
  }

  /** Removes what stands at a target, or puts its stand-in there. */
  remove(target: Path): void {
    const holder = this.at(target.slice(0, -1)) as Record<string | number, unknown>;
    const step = target.at(-1)!;
    if (this.standIn(target, holder)) return;
    this.removed.push(this.inFile(target));
    this.collectIds(holder[step]);
    if (Array.isArray(holder)) {
      holder.splice(step as number, 1);
      this.original.get(holder)!.splice(step as number, 1);
    } else delete holder[step];
  }

  /** A path of the pruned plan as it stands in the file. */
  inFile(path: Path): Path {
    let holder: unknown = this.value;
    return path.map((step) => {
      const indexes = Array.isArray(holder) ? this.original.get(holder) : undefined;
      holder =
        holder !== null && typeof holder === 'object'
          ? (holder as Record<string | number, unknown>)[step]
          : undefined;
      return typeof step === 'number' ? (indexes?.[step] ?? step) : step;
    });
  }

  /** Was something taken out here, or from the same list element? Then a finding here may be its echo. */
  touched(path: Path): boolean {
    const starts = (long: Path, short: Path) => short.every((step, index) => long[index] === step);
    const holder = path.slice(0, -1);
    const sameElement = typeof path.at(-1) === 'string' && typeof holder.at(-1) === 'number';
    return this.removed.some((gone) => starts(gone, path) || (sameElement && starts(gone, holder)));
  }

  /** Is the campaign's own span a guess? Then nothing can be said to lie outside it. */
  get campaignSpanIsGuessed(): boolean {
    return ['campaign', 'campaign.from', 'campaign.until', 'campaign.year'].some((path) =>
      this.stoodIn.has(path),
    );
  }

  private hasStandIn(path: Path, holder: object): boolean {
    return standInOf(path) !== undefined && !this.stoodIn.has(path.join('.')) && !Array.isArray(holder);
  }

  /** Puts the stand-in of a path, once; false where there is none. */
  private standIn(path: Path, holder: Record<string | number, unknown>): boolean {
    if (!this.hasStandIn(path, holder)) return false;
    const value = structuredClone(standInOf(path));
    this.stoodIn.add(path.join('.'));
    // Nothing is checked about words, so no finding can be the echo of one.
    if (!WORDS.has(String(path.at(-1)))) this.removed.push(path);
    this.collectIds(this.at(path));
    holder[String(path.at(-1))] = value;
    this.remember(value);
    return true;
  }

  private at(path: Path): unknown {
    return path.reduce<unknown>(
      (value, step) =>
        value !== null && typeof value === 'object'
          ? (value as Record<string | number, unknown>)[step]
          : undefined,
      this.value,
    );
  }

  private remember(value: unknown): void {
    if (Array.isArray(value)) this.original.set(value, Array.from(value.keys()));
    if (value !== null && typeof value === 'object')
      for (const inner of Object.values(value)) this.remember(inner);
  }

  private collectIds(value: unknown): void {
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'id' && typeof inner === 'string') this.removedIds.add(inner);
      this.collectIds(inner);
    }
  }
}

/**
 * What is going to happen, in order of (instant, actor, sequence): two rehearsals with one seed take everything in the
 * same order, also where many things fall on one millisecond. A binary heap.
 */
export type Scheduled<Work> = {
  readonly at: number;
  /** Who acts: names are compared as text, so the order does not depend on when something was scheduled. */
  readonly actor: string;
  readonly sequence: number;
  readonly work: Work;
};

export type EventQueue<Work> = {
  push(at: number, actor: string, work: Work): void;
  /** The next, without taking it. */
  peek(): Scheduled<Work> | undefined;
  pop(): Scheduled<Work> | undefined;
  readonly size: number;
};

export function createEventQueue<Work>(): EventQueue<Work> {
  const heap: Scheduled<Work>[] = [];
  let sequence = 0;

  function swap(a: number, b: number): void {
    const held = heap[a]!;
    heap[a] = heap[b]!;
    heap[b] = held;
  }

  function rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(heap[index]!, heap[parent]!)) return;
      swap(index, parent);
      index = parent;
    }
  }

  function sink(from: number): void {
    let index = from;
    for (;;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
      }
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  }

  return {
    push(at, actor, work) {
      heap.push({ at, actor, sequence, work });
      sequence += 1;
      rise(heap.length - 1);
    },
    peek: () => heap[0],
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(0);
      }
      return first;
    },
    get size() {
      return heap.length;
    },
  };
}

function before(a: Scheduled<unknown>, b: Scheduled<unknown>): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.actor !== b.actor) return a.actor < b.actor;
  return a.sequence < b.sequence;
}

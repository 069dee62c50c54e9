import { describe, expect, it } from 'vitest';
import { placeLabels, ticksBetween } from './timeline-scale.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);

describe('ticks', () => {
  it('stand at the local midnight of each first of a month', () => {
    const ticks = ticksBetween(at('2024-01-01T00:00:00'), at('2024-04-01T00:00:00'), 'Asia/Shanghai');
    expect(ticks.filter(({ kind }) => kind === 'month').map((tick) => tick.at)).toEqual([
      at('2024-01-01T00:00:00'),
      at('2024-02-01T00:00:00'),
      at('2024-03-01T00:00:00'),
    ]);
  });
  it('add every fifth day when two months or less are shown', () => {
    const ticks = ticksBetween(at('2024-06-10T00:00:00'), at('2024-06-22T00:00:00'), 'Asia/Shanghai');
    expect(ticks.map((tick) => tick.at)).toEqual([
      at('2024-06-10T00:00:00'),
      at('2024-06-15T00:00:00'),
      at('2024-06-20T00:00:00'),
    ]);
  });
});

describe('labels', () => {
  it('that would touch go to the next row', () => {
    const rows = placeLabels(
      [
        { x: 10, width: 20 },
        { x: 25, width: 20 },
        { x: 60, width: 20 },
      ],
      4,
    ).map(({ row }) => row);
    expect(rows).toEqual([0, 1, 0]);
  });
});

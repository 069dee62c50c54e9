import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useDark } from '../dark.ts';
import { tokenColour } from '../theme.ts';
import './echart.css';

// SVG: sharp on paper and on a 4K wall, and a few hundred marks cost it nothing.
echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

export type Palette = (token: string) => string;
export type EchartOption = Parameters<ReturnType<typeof echarts.init>['setOption']>[0];

type EchartProps = {
  /** Made anew for each change; colours come from the tokens as they are at that place. */
  readonly option: (colour: Palette, remPx: number) => EchartOption;
  /** What it shows, in a sentence, for those who do not see it. */
  readonly label: string;
  /** A press on the chart, by place along its axis; the table beside it opens the same for those who do not point. */
  readonly onPick?: ((index: number) => void) | undefined;
  readonly className?: string;
};

/** An ECharts drawing that follows its box, the mode and the size of type. */
export function Echart({ option, label, onPick, className = '' }: EchartProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<typeof echarts.init> | null>(null);
  const dark = useDark();
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const chart = echarts.init(host, null, { renderer: 'svg' });
    drawn.current = chart;
    chart.getZr().on('click', ({ offsetX, offsetY }) => {
      if (!pick.current || !chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY])) return;
      const [index] = chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]);
      if (index !== undefined) pick.current(Math.round(index));
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(host);
    return () => {
      watch.disconnect();
      chart.dispose();
      drawn.current = null;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode changes what the tokens answer
  useEffect(() => {
    const host = box.current;
    if (!host || !drawn.current) return;
    const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    drawn.current.setOption(
      option((token) => tokenColour(token, host), remPx),
      { notMerge: true },
    );
  }, [option, dark]);
  return <div ref={box} className={`co-echart ${className}`} role="img" aria-label={label} />;
}

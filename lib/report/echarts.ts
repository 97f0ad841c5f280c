import { BarChart, BoxplotChart, HeatmapChart, LineChart, PieChart } from 'echarts/charts';
import {
  GridComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/**
 * The only file that imports ECharts: the build puts a bundle of it in the place of its compiled form, so that ECharts
 * is no dependency at run time.
 */
use([BarChart, BoxplotChart, HeatmapChart, LineChart, PieChart]);
use([GridComponent, MarkLineComponent, MarkPointComponent, TitleComponent, VisualMapComponent, SVGRenderer]);

/** An option of ECharts; declared so that nothing outside this file needs its types. */
export type ChartOption = Record<string, unknown>;

/** The painter's ids of clip paths and gradients start with its own id, which counts the charts of the process. */
interface SvgPainter {
  _id: string;
  renderToString(options: { cssAnimation: boolean; cssEmphasis: boolean; useViewBox: boolean }): string;
}

/**
 * Draws a chart without a page. The same option and size give the same bytes. Ids within the SVG start with `id`
 * (letters, digits, hyphens), so that several drawings can stand in one page.
 */
export function drawSvg(option: ChartOption, size: { id: string; width: number; height: number }): string {
  const { id, width, height } = size;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, backgroundColor: '#fff', ...option });
    const painter = chart.getZr().painter as unknown as SvgPainter;
    painter._id = id;
    const svg = painter.renderToString({ cssAnimation: false, cssEmphasis: false, useViewBox: true });
    // Marks for ECharts in a page, half of a heatmap's bytes. Texts hold no quotes, so this finds attributes only.
    return svg.replace(/ ecmeta_\w+="[^"]*"/g, '');
  } finally {
    chart.dispose();
  }
}

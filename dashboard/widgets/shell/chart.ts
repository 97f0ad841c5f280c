import { type ECharts, type EChartsCoreOption, init } from 'echarts/core';
import { onBeforeUnmount, onMounted, type Ref } from 'vue';

/**
 * An ECharts drawing in an element: `draw` asks for a drawing, and the next frame makes it with the newest option, so a
 * burst of changes costs one. It follows the element's size.
 */
export function useChart(
  element: Ref<HTMLElement | undefined>,
  option: () => EChartsCoreOption,
  made: (chart: ECharts) => void,
) {
  let chart: ECharts | undefined;
  let frame = 0;
  const draw = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      chart?.setOption(option(), { replaceMerge: ['series', 'grid', 'xAxis', 'yAxis'], lazyUpdate: false });
    });
  };
  const resize = new ResizeObserver(() => {
    chart?.resize();
    draw();
  });
  onMounted(() => {
    chart = init(element.value!, null, { renderer: 'canvas' });
    made(chart);
    resize.observe(element.value!);
    draw();
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    resize.disconnect();
    chart?.dispose();
    chart = undefined;
  });
  return { draw, chart: () => chart };
}

export { default as UiGridHeatmap } from './UiGridHeatmap.vue';

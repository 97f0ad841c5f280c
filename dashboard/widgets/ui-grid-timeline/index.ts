export { default as UiGridTimeline } from './UiGridTimeline.vue';

export { default as UiGridMap } from './UiGridMap.vue';

export { default as UiGridWaveform } from './UiGridWaveform.vue';

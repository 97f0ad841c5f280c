import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';
import { WaveformIntake } from './waveform-intake';
import { offerPreview } from './waveform-preview';

const intake = operatorNode(definition, (settings) => {
  const operator = new WaveformIntake(settings);
  return {
    operator,
    batch: (message) => [message],
    status: () => {
      const { waveforms, refused } = operator.counts;
      const open = operator.openEvents;
      if (waveforms + refused + open === 0) return { fill: 'grey', shape: 'ring', text: '0' };
      const text = `${waveforms} in, ${refused} out${open === 0 ? '' : `, ${open}…`}`;
      return { fill: refused > 0 ? 'yellow' : 'green', shape: open === 0 ? 'dot' : 'ring', text };
    },
  };
});

export = (red: Parameters<typeof intake>[0]): void => {
  intake(red);
  offerPreview(red);
};

import { createWaveformModel } from '../../lib/waveform/model';
import { widgetNode } from '../shell/widget-node';
import { definition } from './schema';

export default widgetNode(definition, createWaveformModel);

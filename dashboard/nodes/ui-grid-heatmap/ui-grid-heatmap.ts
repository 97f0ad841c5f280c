import { createHeatmapModel } from '../../lib/heatmap/model';
import { widgetNode } from '../shell/widget-node';
import { definition } from './schema';

export default widgetNode(definition, createHeatmapModel);

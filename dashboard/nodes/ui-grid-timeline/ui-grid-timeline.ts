import { createTimelineModel } from '../../lib/timeline/model';
import { widgetNode } from '../shell/widget-node';
import { definition } from './schema';

export default widgetNode(definition, createTimelineModel);

import { createMapModel } from '../../lib/map/model';
import { widgetNode } from '../shell/widget-node';
import { definition } from './schema';

export default widgetNode(definition, createMapModel);

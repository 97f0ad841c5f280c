import { createReadingMonitor } from '../../lib/monitor';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => ({ operator: createReadingMonitor(settings) }));

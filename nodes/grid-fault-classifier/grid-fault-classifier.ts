import { shippedModel } from '../../lib/inference';
import type { FaultClassification } from '../../lib/messages';
import { FaultClassifier, OnnxFaultModel, shortLabel } from '../../lib/waveform/classifier';
import type { NodeStatus } from '../shell/node-red';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

const COLORS: Record<FaultClassification['kind'], NodeStatus['fill']> = {
  'internal-fault': 'red',
  'external-fault': 'red',
  transient: 'blue',
  normal: 'green',
  unknown: 'yellow',
};

export = operatorNode(definition, ({ modelFile, ...settings }, { node }) => {
  const model = new OnnxFaultModel(() => modelFile || shippedModel('fault-classifier'));
  // Opened now, so that a wrong path shows at once; what fails is told by the status.
  model.open().catch(() => undefined);
  const operator = new FaultClassifier(model, settings);
  let told = '';
  return {
    operator,
    status(): NodeStatus {
      const why = model.why.join('; ');
      if (why !== told) node.warn(`the fault model: ${why}`);
      told = why;
      const { last } = operator;
      const engine = model.engine !== 'none' ? model.engine : why === '' ? 'model opens' : 'no model';
      return {
        fill: engine === 'no model' ? 'yellow' : last ? COLORS[last.kind] : 'grey',
        shape: last ? 'dot' : 'ring',
        text: `${last ? shortLabel(last) : 'no event yet'}, ${engine}`,
      };
    },
    close: () => model.close(),
  };
});

import { AssetHealthOperator, OnnxFailureModel } from '../../lib/assets';
import { shippedModel } from '../../lib/inference';
import type { NodeStatus } from '../shell/node-red';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, ({ model, modelFile, ...settings }, { node }) => {
  if (model === 'file' && modelFile === '')
    throw new Error('model "file": give the path of the ONNX file in modelFile');
  const path = () => (model === 'file' ? modelFile : shippedModel('asset-failure'));
  const failure = model === 'none' ? undefined : new OnnxFailureModel(path);
  const operator = new AssetHealthOperator(settings, failure);
  let told = '';
  return {
    operator,
    status(): NodeStatus {
      const why = failure?.why.join('; ') ?? '';
      if (why !== told && why !== '') node.warn(`the failure model: ${why}`);
      told = why;
      const { size, levels } = operator;
      if (size === 0) return { fill: 'grey', shape: 'ring', text: 'no asset yet' };
      if (why !== '' && failure?.engine === 'none') return { fill: 'yellow', shape: 'dot', text: 'no model' };
      const urgent = levels.filter((level) => level === 'critical' || level === 'high').length;
      return { fill: urgent > 0 ? 'red' : 'green', shape: 'dot', text: `${urgent} of ${size} urgent` };
    },
    close: async () => failure?.close(),
  };
});

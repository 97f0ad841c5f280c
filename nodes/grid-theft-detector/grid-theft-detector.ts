import { shippedModel } from '../../lib/inference';
import { LazyAutoencoder, OnnxAutoencoder, TheftOperator } from '../../lib/theft';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, ({ model, modelFile, ...settings }, { node }) => {
  if (model === 'file' && modelFile === '')
    throw new Error('model "file": give the path of the ONNX file in modelFile');
  const path = () => (model === 'file' ? modelFile : shippedModel(`theft-autoencoder-${model}`));
  const autoencoder = model === 'none' ? undefined : new LazyAutoencoder(async () => OnnxAutoencoder.open(path()));
  const operator = new TheftOperator(settings, autoencoder, () => autoencoder?.engine ?? 'none');
  let told = '';
  return {
    operator,
    status() {
      const why = autoencoder?.why.join('; ') ?? '';
      if (why !== told) node.warn(`the theft model: ${why}`);
      told = why;
      const { meters, warmingUp } = operator.detector.counts;
      const engine =
        model === 'none'
          ? 'forest only'
          : why !== '' && autoencoder?.engine === 'none'
            ? 'no model'
            : autoencoder?.engine;
      const learning = warmingUp > 0 ? `, ${warmingUp} warming up` : '';
      return {
        fill: meters === 0 ? 'grey' : engine === 'no model' ? 'yellow' : 'green',
        shape: meters === 0 ? 'ring' : 'dot',
        text: `${meters} meters${learning}, ${engine}`,
      };
    },
    close: async () => autoencoder?.close(),
  };
});

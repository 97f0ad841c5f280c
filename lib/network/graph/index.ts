/** The network as a compressed graph. */
export { type Adjacency, type AdjacencyOptions, adjacencyOf, withoutNodes } from './adjacency';
export { bridgesOf } from './bridges';
export { type Components, componentsOf } from './components';

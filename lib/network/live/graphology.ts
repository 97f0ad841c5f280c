export { MultiUndirectedGraph } from 'graphology';

/** Where to draw the nodes of a network. */
export { type Place, placesOf } from './places';
export { thinned } from './thin';

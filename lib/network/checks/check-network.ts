import type { NetworkModel } from '../network-model';
import { FindingList } from './finding-list';
import { checkIslands } from './islands';
import { checkParallels } from './parallels';
import { type Places, placesById } from './places';
import { checkPositions } from './positions';
import { checkReferences } from './references';
import { checkUnits } from './units';

/**
 * What is odd about a network that is otherwise well formed: islands, no reference, parallel branches, values that can
 * only be in another unit, positions for some nodes only. Findings go to the list, which is given back.
 */
export function checkNetwork(
  network: NetworkModel,
  findings = new FindingList(),
  places: Places = placesById(network),
): FindingList {
  checkUnits(network, findings, places);
  checkParallels(network, findings, places);
  checkPositions(network, findings, places);
  checkReferences(network, findings, places);
  checkIslands(network, findings, places);
  return findings;
}

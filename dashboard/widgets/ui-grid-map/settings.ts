import type { Scale } from '../../lib/scale';

export interface MapSettings {
  label: string;
  nodeTitle: string;
  nodeUnit: string;
  nodeAutoScale: boolean;
  nodeMin: number;
  nodeMax: number;
  nodePalette: Scale['palette'];
  lineTitle: string;
  lineUnit: string;
  lineAutoScale: boolean;
  lineMin: number;
  lineMax: number;
  linePalette: Scale['palette'];
  geographic: boolean;
}

/** The scale of the nodes and that of the lines. */
export function scalesOf(settings: MapSettings): { node: Scale; line: Scale } {
  const { nodeUnit, nodeAutoScale, nodeMin, nodeMax, nodePalette } = settings;
  const { lineUnit, lineAutoScale, lineMin, lineMax, linePalette } = settings;
  return {
    node: { unit: nodeUnit, autoScale: nodeAutoScale, min: nodeMin, max: nodeMax, palette: nodePalette },
    line: { unit: lineUnit, autoScale: lineAutoScale, min: lineMin, max: lineMax, palette: linePalette },
  };
}

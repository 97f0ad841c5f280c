import { Circle, Group, init, Line, registerPainter, Text, type ZRenderType } from 'zrender';
import CanvasPainter from 'zrender/lib/canvas/Painter';
import type { Position } from '../../lib/map/layout';
import type { MapLine, MapNetwork, MapNode } from '../../lib/map/network';
import { colorOf, type Scale, scaleEnds } from '../../lib/scale';
import type { Theme } from '../shell/theme';
import { pathColor } from './path-color';
import { MapView, planePositions } from './view';

// Its own types disagree.
registerPainter('canvas', CanvasPainter as never);

/** Labels of more nodes would hide each other. */
const MOST_LABELS = 120;
const DASH = [7, 5];
/** Pixels between a line and the paths beside it. */
const PATH_GAP = 6;

export interface Target {
  kind: 'node' | 'line';
  id: string;
}

type Styles = { scales: { node: Scale; line: Scale }; theme: Theme; geographic: boolean };

/**
 * The network as elements of zrender, ECharts' own drawing layer: one element a node and a line, so that a change costs
 * what it changes. An ECharts graph series takes 130 ms for every update of 1,000 nodes; this takes under 1 ms.
 */
export class MapDrawing {
  readonly view = new MapView();
  ends: { node: [number, number]; line: [number, number] } = { node: [0, 1], line: [0, 1] };
  private readonly renderer: ZRenderType;
  private readonly plane = new Group();
  private readonly overlay = new Group();
  private readonly nodes = new Map<string, Circle>();
  private readonly lines = new Map<string, Line>();
  private places = new Map<string, Position>();

  constructor(
    element: HTMLElement,
    private readonly network: MapNetwork,
  ) {
    this.renderer = init(element, { renderer: 'canvas' });
    this.renderer.add(this.plane);
    this.renderer.add(this.overlay);
  }

  dispose(): void {
    this.renderer.dispose();
  }

  on(
    event: 'mousemove' | 'mousedown' | 'mouseup' | 'click' | 'mousewheel' | 'globalout',
    listener: (event: never) => void,
  ): void {
    this.renderer.on(event, listener as () => void);
  }

  /** All of it anew; the view stays unless `fit`. */
  rebuild(styles: Styles, fit: boolean): void {
    this.places = planePositions(this.network.nodes.values(), styles.geographic);
    if (fit) this.fit();
    this.plane.removeAll();
    this.nodes.clear();
    this.lines.clear();
    for (const line of this.network.lines.values()) {
      const [from, to] = [this.places.get(line.from), this.places.get(line.to)];
      if (!from || !to) continue;
      const drawn = new Line({ shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, z: 1 });
      this.lines.set(line.id, tagged(drawn, { kind: 'line', id: line.id }));
      this.plane.add(drawn);
    }
    for (const [id, [x, y]] of this.places) {
      const drawn = new Circle({ x, y, shape: { r: 5 }, z: 3 });
      this.nodes.set(id, tagged(drawn, { kind: 'node', id }));
      this.plane.add(drawn);
    }
    this.restyle(styles);
    this.moved(styles.theme);
  }

  /** Colours and sizes of what has changed; of all when the ends of a scale have moved. */
  update(styles: Styles, nodes: Iterable<string>, lines: Iterable<string>): void {
    if (this.findEnds(styles)) {
      this.restyle(styles);
      return;
    }
    for (const id of nodes) this.styleNode(id, styles);
    for (const id of lines) this.styleLine(id, styles);
  }

  restyle(styles: Styles): void {
    this.findEnds(styles);
    for (const id of this.nodes.keys()) this.styleNode(id, styles);
    for (const id of this.lines.keys()) this.styleLine(id, styles);
  }

  resize(): void {
    this.renderer.resize();
  }

  fit(): void {
    this.view.fit(this.places.values(), this.renderer.getWidth() ?? 0, this.renderer.getHeight() ?? 0);
  }

  /** After the view, the paths or the theme have changed. */
  moved(theme: Theme): void {
    const { x, y, scale } = this.view;
    this.plane.attr({ x, y, scaleX: scale, scaleY: scale });
    for (const node of this.nodes.values()) node.attr({ scaleX: 1 / scale, scaleY: 1 / scale });
    this.overlay.removeAll();
    this.drawPaths();
    this.drawLabels(theme);
  }

  /** Where a node, or the middle of a line, is on the screen. */
  screenPlace({ kind, id }: Target): Position | undefined {
    if (kind === 'node') return this.screen(id);
    const line = this.network.lines.get(id);
    const [from, to] = [line && this.screen(line.from), line && this.screen(line.to)];
    return from && to && [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  }

  private screen(id: string): Position | undefined {
    const place = this.places.get(id);
    return place && this.view.toScreen(place);
  }

  /** True when the ends of a scale have moved. */
  private findEnds({ scales }: Styles): boolean {
    const node = scaleEnds(scales.node, numbers(this.network.nodes.values()));
    const line = scaleEnds(scales.line, numbers(this.network.lines.values()));
    const before = this.ends;
    this.ends = { node, line };
    return `${before.node} ${before.line}` !== `${node} ${line}`;
  }

  private styleNode(id: string, { scales, theme }: Styles): void {
    const node = this.network.nodes.get(id);
    const drawn = this.nodes.get(id);
    if (!node || !drawn) return;
    const value = node.value ?? undefined;
    const few = this.nodes.size <= 400;
    drawn.setShape({ r: (few ? 5 : 3) + (few ? 6 : 3) * (node.size ?? share(value, this.ends.node)) });
    const scaled = value === undefined ? theme.muted : colorOf(value, this.ends.node, scales.node.palette);
    drawn.setStyle({ fill: node.color ?? scaled, stroke: theme.background, lineWidth: 1 });
  }

  private styleLine(id: string, { scales, theme }: Styles): void {
    const line = this.network.lines.get(id);
    const drawn = this.lines.get(id);
    if (!line || !drawn) return;
    const value = line.value ?? undefined;
    const open = line.inService === false;
    const scaled = value === undefined || open ? theme.muted : colorOf(value, this.ends.line, scales.line.palette);
    drawn.setStyle({
      stroke: line.color ?? scaled,
      lineWidth: 1.5 + 4 * (line.size ?? (open ? 0 : share(value, this.ends.line))),
      lineDash: open ? [2, 5] : undefined,
      strokeNoScale: true,
    });
  }

  private drawPaths(): void {
    const used = new Map<string, number>();
    this.network.paths.forEach((path, index) => {
      for (const line of this.network.linesOf(path)) {
        const [from, to] = [this.screen(line.from), this.screen(line.to)];
        if (!from || !to) continue;
        const beside = used.get(line.id) ?? 0;
        used.set(line.id, beside + 1);
        this.overlay.add(pathLine(from, to, side(beside), path.color ?? pathColor(index)));
      }
    });
  }

  private drawLabels({ text, background }: Theme): void {
    const [width, height] = [this.renderer.getWidth() ?? 0, this.renderer.getHeight() ?? 0];
    const seen: [MapNode, Position][] = [];
    for (const [id, place] of this.places) {
      const [x, y] = this.view.toScreen(place);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      if (seen.length === MOST_LABELS) return;
      seen.push([this.network.nodes.get(id)!, [x, y]]);
    }
    for (const [node, [x, y]] of seen) {
      const style = { text: node.label ?? node.id, x: x + 8, y: y - 14, fill: text, stroke: background, lineWidth: 3 };
      const label = new Text({ style: { ...style, font: '12px sans-serif' }, silent: true, z: 5 });
      // At the right edge it stands on the other side of its node.
      if (style.x + label.getBoundingRect().width > width) label.setStyle({ x: x - 8, align: 'right' });
      this.overlay.add(label);
    }
  }
}

export function targetOf(element: unknown): Target | undefined {
  return (element as { target?: { gridTarget?: Target } }).target?.gridTarget;
}

function tagged<T extends object>(drawn: T, target: Target): T {
  return Object.assign(drawn, { gridTarget: target });
}

function* numbers(elements: Iterable<MapNode | MapLine>): Generator<number> {
  for (const { value } of elements) if (typeof value === 'number') yield value;
}

/** 0 to 1 between the ends. */
function share(value: number | undefined, [low, high]: [number, number]): number {
  return value === undefined ? 0 : Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Paths lie beside the line they take, the second on its other side, and so on outwards. */
function side(index: number): number {
  return (index % 2 === 0 ? 1 : -1) * (Math.floor(index / 2) + 1) * PATH_GAP;
}

function pathLine([x1, y1]: Position, [x2, y2]: Position, offset: number, color: string): Line {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [(-(y2 - y1) / length) * offset, ((x2 - x1) / length) * offset];
  return new Line({
    shape: { x1: x1 + dx, y1: y1 + dy, x2: x2 + dx, y2: y2 + dy },
    style: { stroke: color, lineWidth: 3.5, lineDash: DASH },
    silent: true,
    z: 2,
  });
}

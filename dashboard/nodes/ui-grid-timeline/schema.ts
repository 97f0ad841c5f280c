import { Type } from '@sinclair/typebox';
import { GridAlert, TimelineEvent } from '../../../lib/messages';
import { defineWidget } from '../shell/definition';

const Instant = Type.Union([Type.Number(), Type.Null()], { unit: 'ms', description: 'null: the range was cleared' });

export const TimelinePick = Type.Object(
  {
    kind: Type.Union([Type.Literal('event'), Type.Literal('range')]),
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: 'The event' })),
    lane: Type.Optional(Type.String({ maxLength: 1000 })),
    startMs: Type.Optional(Instant),
    endMs: Type.Optional(Instant),
    ids: Type.Optional(
      Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 1000, description: 'Events in the range' }),
    ),
  },
  { $id: 'TimelinePick', title: 'TimelinePick' },
);

export const definition = defineWidget({
  type: 'ui-grid-timeline',
  version: 1,
  accepts: Type.Union([TimelineEvent, GridAlert]),
  outputs: [{ name: 'picked', schema: TimelinePick, single: true }],
  settings: Type.Object({
    label: Type.String({ default: '', maxLength: 200, description: 'Title above the timeline' }),
    laneTitle: Type.String({ default: '', maxLength: 100, description: 'What a lane is' }),
    maxEvents: Type.Integer({ default: 5000, minimum: 1, maximum: 50000, description: 'Events at most' }),
  }),
  fixed: ['maxEvents'],
});

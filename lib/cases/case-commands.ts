import { type Static, Type } from '@sinclair/typebox';

const CaseId = Type.String({ minLength: 1, maxLength: 300, description: 'Name of the case' });

/** What the node takes besides messages: what a person decides about a case, and the wish for the list. */
export const CaseCommand = Type.Union(
  [
    Type.Object(
      {
        command: Type.Union(
          [Type.Literal('confirm'), Type.Literal('dismiss'), Type.Literal('reopen'), Type.Literal('note')],
          { description: 'confirm: it is theft; dismiss: it is not; reopen: takes that back; note: only a remark' },
        ),
        caseId: CaseId,
        by: Type.Optional(Type.String({ maxLength: 200, description: 'Who' })),
        note: Type.Optional(Type.String({ maxLength: 2000, description: 'What was found' })),
        timeMs: Type.Optional(Type.Number({ minimum: 0, unit: 'ms', description: 'When; without it, now' })),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      { command: Type.Literal('list'), caseId: Type.Optional(CaseId) },
      { additionalProperties: false, description: 'Sends the list; with a case, that one too with its plots' },
    ),
  ],
  { $id: 'CaseCommand', title: 'CaseCommand' },
);
export type CaseCommand = Static<typeof CaseCommand>;

/** A command about one case. */
export type Decide = Static<(typeof CaseCommand)['anyOf'][0]>;

export const COMMAND_WORDS = ['confirm', 'dismiss', 'reopen', 'note', 'list'];

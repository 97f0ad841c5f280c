import { computed, inject } from 'vue';
import { useStore } from 'vuex';

/** What Dashboard 2.0 hands to every widget: its settings, and those that messages have changed. */
export interface WidgetProps {
  id: string;
  props: Record<string, unknown>;
  state: Record<string, unknown>;
}

interface Message {
  payload?: unknown;
  ui_update?: Record<string, unknown>;
}

interface Socket {
  emit(event: 'widget-action', id: string, message: { payload: object }): void;
}

type Track = (id: string, onInput: (message: Message) => void, onLoad: (message: Message | null) => void) => void;

/**
 * Joins a component with its node: `apply` gets every change, beginning with the whole state, also after the connection
 * was lost; `send` sends what a person did; `settings` follow `ui_update`. Call it in setup.
 */
export function useWidget<Settings extends object, Change>(widget: WidgetProps, apply: (change: Change) => void) {
  const store = useStore();
  const socket = inject<Socket>('$socket')!;
  const track = inject<Track>('$dataTracker')!;
  const settings = computed(() => ({ ...widget.props, ...widget.state }) as Settings);
  const take = (message: Message | null) => {
    if (message?.ui_update) store.commit('ui/widgetState', { widgetId: widget.id, config: message.ui_update });
    if (message?.payload) apply(message.payload as Change);
  };
  track(widget.id, take, take);
  return {
    settings,
    send: (payload: object) => socket.emit('widget-action', widget.id, { payload }),
  };
}
